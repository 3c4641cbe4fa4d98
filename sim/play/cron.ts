import { runHarep } from '../../src/run/run-harep.ts'
import { Processes } from '../world/processes.ts'
import type { HarepRun, Program } from './harep-run.ts'
import { runOptionsOf } from './run-options.ts'
import { skewed } from './skewed.ts'
import type { Stage } from './stage.ts'
import { wiredService } from './wired-service.ts'

/** cron on whichever node is the master: starts harep, unless the lock says that the run before still goes on. */
export class Cron {
  readonly #stage: Stage
  readonly #processes: ReadonlyMap<string, Processes>
  readonly #everyUs: number
  #current: HarepRun | undefined
  #stop = () => {}
  nextUs: number

  constructor(stage: Stage) {
    this.#stage = stage
    const { kernel, cluster, setting } = stage
    this.#processes = new Map(cluster.nodeNames.map(name => [name, new Processes(kernel, cluster, name)]))
    this.#everyUs = setting.harep.everySeconds * 1_000_000
    this.nextUs = kernel.nowUs + this.#everyUs
    stage.startRun = program => void this.#start(program)
    this.#plan()
  }

  stop(): void {
    this.#stop()
  }

  #plan(): void {
    const { kernel } = this.#stage
    this.nextUs = kernel.nowUs + this.#everyUs
    this.#stop = kernel.after(this.#everyUs, () => {
      this.#plan()
      if (this.#current === undefined || this.#current.process.outcome !== undefined)
        this.#current = this.#start(this.#stage.setting.harep.classic ? 'classic' : 'harep') ?? this.#current
    })
  }

  #start(program: Program): HarepRun | undefined {
    const stage = this.#stage
    const { cluster, kernel, runs, observers } = stage
    const node = cluster.nodeNames.find(name => cluster.machine(name).isMaster)
    const processes = node === undefined ? undefined : this.#processes.get(node)
    if (node === undefined || processes === undefined || !cluster.machine(node).isPoweredOn) return undefined
    const { killAt, wire } = stage.nextRun
    stage.nextRun = { killAt: undefined, wire: [] }
    const options = runOptionsOf(stage.setting.harep, program)
    // A process is started before it is first resumed: it cannot end before `run` is there.
    const process = processes.start(
      skewed(runHarep(options), () => stage.clockSkewUs),
      {
        killAt,
        wire: service => wiredService(service, wire),
        onEnd: () => {
          for (const observer of observers) observer.runEnded?.(run)
        },
      },
    )
    const run: HarepRun = { number: runs.length + 1, program, node, startUs: kernel.nowUs, process }
    runs.push(run)
    for (const observer of observers) observer.runStarted?.(run)
    return run
  }
}
