import { isFinal } from '../../ganeti/jobs/job.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import type { Stage } from '../../play/stage.ts'
import { instancesIn, isOfHarep } from './marks.ts'

/** The jobs in which harep, of whichever kind, sets tags on instances: as long as one goes on, tags do not tell all. */
class TagWriters {
  readonly #stage: Stage
  /** By instance: its jobs that go on. */
  readonly #atWork = new Map<string, Set<number>>()
  /** By instance: when the last one ended, in microseconds since the beginning. */
  readonly #endedUs = new Map<string, number>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Whether one went on, on this instance, at that time or later. Microseconds since the beginning. */
  wereAtWorkSince(instance: string, us: number): boolean {
    const going = [...(this.#atWork.get(instance) ?? [])]
    if (going.some(id => this.#stage.cluster.statusOfJob(id) !== undefined)) return true
    return (this.#endedUs.get(instance) ?? Number.NEGATIVE_INFINITY) >= us
  }

  jobWritten(job: WrittenJob): void {
    if (!job.opcodes.some(({ OP_ID: opId }) => opId === 'OP_TAGS_SET') || !isOfHarep(job)) return
    const isOver = isFinal(job.status)
    for (const name of instancesIn(job.opcodes)) {
      const atWork = this.#atWork.get(name) ?? new Set()
      this.#atWork.set(name, atWork)
      if (!isOver) atWork.add(job.id)
      else if (atWork.delete(job.id)) this.#endedUs.set(name, this.#stage.elapsedUs)
    }
  }
}

/** Those of a play. To be asked for before the play begins. */
export const tagWritersOf = oneForEachPlay(stage => {
  const writers = new TagWriters(stage)
  stage.observers.push({ jobWritten: job => writers.jobWritten(job) })
  return writers
})
