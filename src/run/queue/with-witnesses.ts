import type { JobId } from '../../cluster/job.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** The jobs that witnesses in the queue are about (withdrawn-mark.ts). */
export function witnessed(queue: readonly QueuedJob[]): ReadonlySet<JobId> {
  const ids = new Set<JobId>()
  for (const { withdraws } of queue) for (const id of withdraws ?? []) ids.add(id)
  return ids
}

/** A job as it is told by its own mark or by a witness. */
export function withWitness(job: QueuedJob, about: ReadonlySet<JobId>): QueuedJob {
  return job.isWithdrawn || !about.has(job.id) ? job : { ...job, isWithdrawn: true }
}
