import { runHarep } from '../../src/run/run-harep.ts'
import type { HarepRun, Program } from './harep-run.ts'
import { paused } from './paused.ts'
import { runOptionsOf } from './run-options.ts'
import { skewed } from './skewed.ts'
import { NOTHING_BEFALLS, type Stage } from './stage.ts'
import { wiredService } from './wired-service.ts'

/** cron on whichever node is the master: starts harep, unless the lock says that the run before still goes on. */
export class Cron {
  readonly #stage: Stage
  readonly #everyUs: number
  #current: HarepRun | undefined
  #stop = () => {}
  #turns = 0
  nextUs: number

  constructor(stage: Stage) {
    this.#stage = stage
    const { kernel, setting } = stage
    this.#everyUs = setting.harep.everySeconds * 1_000_000
    stage.startRun = program => this.#start(program) !== undefined
    this.nextUs = kernel.nowUs + this.#everyUs
    this.#plan(this.nextUs)
  }

  /**
   * Starts nothing until a time of the kernel has come: the runs that it would have started would have found nothing to do.
   * Goes on in step with before.
   */
  sleepUntil(us: number): void {
    if (us <= this.nextUs) return
    this.#stop()
    this.#plan(this.nextUs + Math.ceil((us - this.nextUs) / this.#everyUs) * this.#everyUs)
  }

  stop(): void {
    this.#stop()
  }

  #plan(us: number): void {
    const { kernel } = this.#stage
    this.nextUs = us
    this.#stop = kernel.after(us - kernel.nowUs, () => {
      this.#plan(us + this.#everyUs)
      if (this.#current === undefined || this.#current.process.outcome !== undefined)
        this.#current = this.#start(this.#nextProgram()) ?? this.#current
    })
  }

  #nextProgram(): Program {
    const { setting, originalTakesTurns } = this.#stage
    this.#turns = originalTakesTurns ? this.#turns + 1 : 0
    return setting.harep.classic || this.#turns % 2 === 1 ? 'classic' : 'harep'
  }

  #start(program: Program): HarepRun | undefined {
    const stage = this.#stage
    const { kernel, runs, observers, nextRun } = stage
    const node = stage.runningMaster
    const processes = node === undefined ? undefined : stage.processes.get(node)
    if (node === undefined || processes === undefined) return undefined
    stage.nextRun = NOTHING_BEFALLS
    const harep = runHarep(runOptionsOf(stage.setting.harep, program))
    const wire = {
      kernel,
      // The socket is of its own node, and no luxid listens there once another one is the master.
      isRefused: () => kernel.nowUs < stage.refusedUntilUs || stage.runningMaster !== node,
      faults: nextRun.wire,
    }
    // A process is started before it is first resumed: it cannot end, or tell anything, before `run` is there.
    const process = processes.start(
      skewed(nextRun.pause === undefined ? harep : paused(harep, nextRun.pause), () => stage.clockSkewUs),
      {
        killAt: nextRun.killAt,
        transport: service => stage.openTransport(wiredService(service, wire)),
        onReport: event => {
          for (const observer of observers) observer.told?.(run, event)
        },
        onEnd: () => {
          for (const observer of observers) observer.runEnded?.(run)
        },
      },
    )
    const run: HarepRun = {
      number: runs.length + 1,
      ...{ program, node, process },
      startUs: kernel.nowUs,
      wire: nextRun.wire,
    }
    runs.push(run)
    for (const observer of observers) observer.runStarted?.(run)
    return run
  }
}
