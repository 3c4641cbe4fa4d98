import { isFinished, type JobId } from '../../cluster/job.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** A run that was about to cancel jobs has done it, or died, after so long. */
const RUN_SECONDS_MAX = 900

/** The jobs that witnesses in the queue are about (withdrawn-mark.ts), with when, in seconds since the epoch, the last one did nothing for each. */
export function witnessed(queue: readonly QueuedJob[]): ReadonlyMap<JobId, number> {
  const seconds = new Map<JobId, number>()
  for (const { withdraws, endedSeconds = Number.POSITIVE_INFINITY } of queue)
    for (const id of withdraws ?? []) seconds.set(id, Math.max(seconds.get(id) ?? 0, endedSeconds))
  return seconds
}

/**
 * A job as its own mark, or a witness, tells it, where it was cancelled or is about to be. Who cancels it when the run that was about to has long
 * died is somebody else.
 */
export function withWitness(
  job: QueuedJob,
  about: ReadonlyMap<JobId, number>,
  nowSeconds: number,
): QueuedJob {
  const seconds = about.get(job.id)
  if (seconds === undefined || job.isWithdrawn) return job
  const isOnItsWay = job.status === 'canceling'
  if (!isOnItsWay && !isFinished(job.status)) return job
  const atSeconds = isOnItsWay ? nowSeconds : (job.endedSeconds ?? 0)
  return atSeconds <= seconds + RUN_SECONDS_MAX ? { ...job, isWithdrawn: true } : job
}
