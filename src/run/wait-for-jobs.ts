import { isFinished, type JobId, type JobStatus } from '../cluster/job.ts'
import { GanetiError } from '../luxi/luxi-error.ts'
import { perform, type Run } from './effects.ts'
import { queryJobStatuses, waitForChange } from './job-calls.ts'

/** luxid itself caps the wait at 89 s (jobs.md section 6); shorter, so that a cut connection is noticed sooner. */
const WAIT_SECONDS = 30

/** A pause when luxid did not wait for us, or the call failed, and nothing has changed: else this would spin. */
const PAUSE_MS = 500

/**
 * Waits until all of these jobs have ended, or for `forUs` microseconds, whatever the clock is set to, and tells
 * their statuses; undefined for one that is not on record. luxid tells when a job changes (WaitForJobChange), so nothing
 * is lost to polling, where the original sleeps at least half a second; what counts is QueryJobs, which knows archived
 * jobs too.
 */
export function* waitForJobs(ids: readonly JobId[], forUs: number): Run<readonly (JobStatus | undefined)[]> {
  let untilUs: number | undefined
  let waited: readonly [JobId, JobStatus] | undefined
  for (;;) {
    const statuses = yield* queryJobStatuses(ids)
    const index = statuses.findIndex(status => status !== undefined && !isFinished(status))
    const [id, status] = [ids[index], statuses[index]]
    if (id === undefined || status === undefined) return statuses
    if (waited?.[0] === id && waited[1] === status) yield* perform({ kind: 'sleep', durationMs: PAUSE_MS })
    waited = [id, status]
    const nowUs = yield* perform({ kind: 'monotonic' })
    untilUs ??= nowUs + forUs
    const leftSeconds = Math.ceil((untilUs - nowUs) / 1_000_000)
    if (leftSeconds <= 0) return statuses
    yield* waitForNext(id, status, Math.min(WAIT_SECONDS, leftSeconds))
  }
}

function* waitForNext(id: JobId, status: JobStatus, seconds: number): Run<void> {
  try {
    yield* waitForChange(id, 'status', status, seconds)
  } catch (error) {
    // The job left the queue just now: QueryJobs, asked next, knows more.
    if (!(error instanceof GanetiError)) throw error
  }
}
