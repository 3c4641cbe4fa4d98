import { isFinal } from '../../ganeti/jobs/job.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import { instancesIn, isOfHarep } from '../../invariants/watch/marks.ts'
import { bookOf, type RepairBook } from '../../invariants/watch/repair-book.ts'
import type { HarepRun } from '../../play/harep-run.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import { START_US, type Stage } from '../../play/stage.ts'

/** Whether the world stood still while a run looked at it, but for what the run itself did. */
class Quiet {
  readonly #stage: Stage
  readonly #book: RepairBook
  /** When something of the timeline last happened, or somebody changed a node by a job. */
  #happenedUs = Number.NEGATIVE_INFINITY
  /** Jobs that are no repairs of ours and go on, by the instances that they name. */
  readonly #others = new Map<string, Set<number>>()
  readonly #since = new Map<number, number>()
  readonly #touchedUs = new Map<string, number>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.#book = bookOf(stage)
    stage.observers.push({
      happened: () => {
        this.#happenedUs = stage.elapsedUs
      },
      calmBegan: () => {
        this.#happenedUs = stage.elapsedUs
      },
      jobWritten: job => this.#note(job),
    })
  }

  /** Whether nothing of the timeline happened since a run began, and no other run was at work beside it. */
  wasQuiet(run: HarepRun): boolean {
    const startUs = run.startUs - START_US
    if (this.#happenedUs >= startUs) return false
    return !this.#stage.runs.some(
      other => other !== run && (other.process.outcome === undefined || other.startUs > run.startUs),
    )
  }

  /** Whether jobs that the run may have seen in one state or the other have to do with an instance. */
  isUnclear(name: string, startUs: number): boolean {
    if ((this.#touchedUs.get(name) ?? Number.NEGATIVE_INFINITY) >= startUs) return true
    for (const id of this.#others.get(name) ?? [])
      if (this.#stage.cluster.statusOfJob(id) !== undefined) return true
    return this.#book
      .of(name)
      .some(
        ({ submittedUs, endedUs, begunUs }) =>
          submittedUs < startUs && Math.max(endedUs ?? -1, begunUs ?? -1) >= startUs,
      )
  }

  #note(job: WrittenJob): void {
    const { id, status, opcodes } = job
    if (this.#book.repair(id) !== undefined) return
    const isKnown = this.#since.has(id)
    const sinceUs = this.#since.get(id) ?? this.#stage.elapsedUs
    this.#since.set(id, sinceUs)
    const run = this.#stage.runs.at(-1)
    // What the run at work has submitted itself is no surprise to it.
    const isOwn = isOfHarep(job) && run !== undefined && sinceUs >= run.startUs - START_US
    const isOver = isFinal(status)
    if (opcodes.some(({ OP_ID: opId }) => opId === 'OP_NODE_SET_PARAMS'))
      this.#happenedUs = this.#stage.elapsedUs
    for (const name of instancesIn(opcodes)) {
      const jobs = this.#others.get(name) ?? new Set()
      if (!isKnown) this.#others.set(name, jobs)
      if (isOver) jobs.delete(id)
      else jobs.add(id)
      if (!isOwn) this.#touchedUs.set(name, this.#stage.elapsedUs)
    }
  }
}

/** The one of a play. To be asked for before the play begins. */
export const quietOf = oneForEachPlay(stage => new Quiet(stage))
