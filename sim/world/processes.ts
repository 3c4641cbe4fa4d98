import type { Run } from '../../src/run/effects.ts'
import { type SimulatedRun, startRun } from '../driver/simulated-run.ts'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Kernel } from '../kernel/kernel.ts'

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

  start<T>(run: Run<T>): SimulatedRun<T> {
    const process = startRun(this.#kernel, this.#service, run)
    this.#alive = [...this.#alive.filter(({ outcome }) => outcome === undefined), process]
    return process
  }
}
