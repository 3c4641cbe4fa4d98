import type { QueuedJob, RepairMark } from '../../planner/queue.ts'

/** A job that is a repair of ours. */
export type RepairJob = QueuedJob & { readonly repair: RepairMark }

export function isRepairJob(job: QueuedJob): job is RepairJob {
  return job.repair !== undefined
}

/** The instance that a repair job of ours is about. */
export function instanceOf({ opcodes }: QueuedJob): string {
  return opcodes.flatMap(({ instances }) => instances)[0] ?? ''
}
