import type { Context } from './context.ts'
import type { RepairJob } from './repair-jobs.ts'
import { isDestructive } from './what-if.ts'

/*
 * To cancel a job takes luxid half a second while it waits in the queue, half a minute once it has a process, which waits for a lock, and
 * longer while master candidates are silent. A run that cancelled sixty, one after the other, did nothing else for half an hour, while
 * other instances were down.
 */

/** What cancelling a job takes, in seconds (jobs.md sections 3 and 8). A mark and its end are two changes of it, which each silent node makes slow. */
const QUEUED_SECONDS = 0.5
const PROCESS_SECONDS = 30
const SILENT_NODE_SECONDS = 10

/** For so long a round cancels what gives up no data. */
const CANCEL_SECONDS_MAX = 120

/** The jobs that a round cancels, in this order, and those that it leaves to the next run. */
export interface Order {
  readonly now: readonly RepairJob[]
  readonly left: readonly RepairJob[]
}

/**
 * In which order jobs are cancelled, and which are left to the next run. What gives up data is never left, and comes first; then what something
 * else is due instead of, which may bring its instance back. But before both comes what takes next to no time: with each job that has a
 * process and is cancelled, one that waits in the queue gets its slot, and a process.
 */
export function orderOf(
  jobs: readonly RepairJob[],
  { silentNodes }: Pick<Context, 'silentNodes'>,
  isOvertaken: (job: RepairJob) => boolean,
): Order {
  const rank = (job: RepairJob) => {
    const isQuick = job.status === 'queued' && silentNodes === 0
    const weight = isDestructive(job) ? 0 : isOvertaken(job) ? 2 : 4
    return (isQuick ? 0 : 10) + weight + (job.status === 'queued' ? 0 : 1)
  }
  const now: RepairJob[] = []
  const left: RepairJob[] = []
  let seconds = 0
  for (const job of jobs.toSorted((one, other) => rank(one) - rank(other))) {
    if (isDestructive(job)) {
      now.push(job)
      continue
    }
    seconds +=
      (job.status === 'queued' ? QUEUED_SECONDS : PROCESS_SECONDS) + silentNodes * SILENT_NODE_SECONDS
    if (seconds <= CANCEL_SECONDS_MAX || now.length === 0) now.push(job)
    else left.push(job)
  }
  return { now, left }
}
