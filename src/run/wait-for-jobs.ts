import { isFinished, type JobId, type JobStatus } from '../cluster/job.ts'
import { GanetiError } from '../luxi/luxi-error.ts'
import { perform, type Run } from './effects.ts'
import { jobIdOnWire, queryJobStatuses } from './job-calls.ts'

/** luxid itself caps the wait at 89 s (jobs.md section 6); shorter, so that a cut connection is noticed sooner. */
const WAIT_SECONDS = 30

/** No log message has a number so high: without it, each one that the job ever wrote would count as a change. */
const NO_LOG_MESSAGES = 2 ** 31 - 1

/** A pause when luxid cannot wait for us: the job left the queue just now, or the call failed. */
const PAUSE_MS = 500

/**
 * Waits until all of these jobs have ended, or until `deadlineUs` (microseconds since the epoch) has passed, and tells
 * their statuses; undefined for one that is not on record. luxid tells when a job changes (WaitForJobChange), so nothing
 * is lost to polling, where the original sleeps at least half a second; what counts is QueryJobs, which knows archived
 * jobs too.
 */
export function* waitForJobs(
  ids: readonly JobId[],
  deadlineUs: number,
): Run<readonly (JobStatus | undefined)[]> {
  for (;;) {
    const statuses = yield* queryJobStatuses(ids)
    const index = statuses.findIndex(status => status !== undefined && !isFinished(status))
    const [id, status] = [ids[index], statuses[index]]
    if (id === undefined || status === undefined) return statuses
    const leftSeconds = Math.ceil((deadlineUs - (yield* perform({ kind: 'now' }))) / 1_000_000)
    if (leftSeconds <= 0) return statuses
    yield* waitForChange(id, status, Math.min(WAIT_SECONDS, leftSeconds))
  }
}

function* waitForChange(id: JobId, status: JobStatus, seconds: number): Run<void> {
  const args = [jobIdOnWire(id), ['status'], [status], NO_LOG_MESSAGES, seconds]
  try {
    yield* perform({ kind: 'luxi', method: 'WaitForJobChange', args })
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    yield* perform({ kind: 'sleep', durationMs: PAUSE_MS })
  }
}
