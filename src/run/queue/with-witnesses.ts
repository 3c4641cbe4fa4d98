import { isFinished, type JobId } from '../../cluster/job.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** A run that was about to cancel jobs has done it, or died, after so long. */
const RUN_SECONDS_MAX = 900

/** When the last witness was, in seconds since the epoch: as the clock has it that harep reads, and as luxid has it. */
interface Last {
  readonly saidSeconds: number
  readonly endedSeconds: number
}

const NEVER: Last = Object.freeze({ saidSeconds: 0, endedSeconds: 0 })

/** The jobs that witnesses in the queue are about (withdrawn-mark.ts), with when the last one was. */
export function witnessed(queue: readonly QueuedJob[]): ReadonlyMap<JobId, Last> {
  const last = new Map<JobId, Last>()
  for (const { witness, endedSeconds = Number.POSITIVE_INFINITY } of queue) {
    if (witness === undefined) continue
    for (const id of witness.jobs) {
      const before = last.get(id) ?? NEVER
      last.set(id, {
        saidSeconds: Math.max(before.saidSeconds, witness.saidSeconds),
        endedSeconds: Math.max(before.endedSeconds, endedSeconds),
      })
    }
  }
  return last
}

/**
 * A job as its own mark, or a witness, tells it, where it was cancelled or is about to be. Who cancels it when the run that was about to has long
 * died is somebody else. Each time is compared to one of the same clock: harep may have come to another master, whose clock is ahead.
 */
export function withWitness(job: QueuedJob, about: ReadonlyMap<JobId, Last>, nowSeconds: number): QueuedJob {
  const last = about.get(job.id)
  if (last === undefined || job.isWithdrawn) return job
  const isOnItsWay = job.status === 'canceling'
  if (!isOnItsWay && !isFinished(job.status)) return job
  const ago = isOnItsWay ? nowSeconds - last.saidSeconds : (job.endedSeconds ?? 0) - last.endedSeconds
  return ago <= RUN_SECONDS_MAX ? { ...job, isWithdrawn: true } : job
}
