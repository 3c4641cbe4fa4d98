import type { Run } from '../../src/run/effects.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import { type KillPoint, type SimulatedRun, startRunOver } from '../driver/simulated-run.ts'
import { serviceTransport, type Transport } from '../driver/transport.ts'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** What befalls a process that is started. */
export interface Start {
  readonly killAt?: KillPoint | undefined
  /** Called when it has ended, in whatever way. */
  readonly onEnd?: () => void
  /** Called with each event that it reports, at that moment. */
  readonly onReport?: (event: RunEvent | HealingEvent) => void
  /** How it reaches luxid; within this process where nothing is said. */
  readonly transport?: (service: LuxiService) => Transport
}

/** The processes of one node: clients of luxid, which only the master has, and which die with the node's power. */
export class Processes {
  readonly #kernel: Kernel
  readonly #service: LuxiService
  #alive: SimulatedRun<unknown>[] = []

  constructor(kernel: Kernel, cluster: SimulatedCluster, node: string) {
    this.#kernel = kernel
    const machine = cluster.machine(node)
    this.#service = {
      handle: (request, reply) => cluster.handle(request, reply),
      unparsable: text => cluster.unparsable(text),
      connect: hungUp => (machine.isMaster ? cluster.connect(hungUp) : undefined),
    }
    machine.onPowerCut(() => {
      for (const run of this.#alive) run.kill()
      this.#alive = []
    })
  }

  start<T>(run: Run<T>, { killAt, onEnd, onReport, transport }: Start = {}): SimulatedRun<T> {
    const reached = transport?.(this.#service) ?? serviceTransport(this.#kernel, this.#service)
    const process = startRunOver(this.#kernel, reached, run, killAt, onEnd, onReport)
    this.#alive = [...this.#alive.filter(({ outcome }) => outcome === undefined), process]
    return process
  }
}
