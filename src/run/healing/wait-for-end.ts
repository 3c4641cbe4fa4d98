import type { JobId } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { waitForChange } from '../job-calls.ts'

/** How long nothing is asked after luxid answered at once: should it go on so, a run must not spin. */
const PAUSE_MS = 500

/** Waits until a job has ended, or for so many seconds, even if luxid does not; less where luxid knows no such job. Throws LuxiError. */
export function* waitForEnd(id: JobId, seconds: number): Run<void> {
  const untilUs = (yield* perform({ kind: 'monotonic' })) + seconds * 1_000_000
  for (;;) {
    let values: JsonValue | undefined
    try {
      const answer = yield* waitForChange(id, 'end_ts', null, seconds)
      values = isJsonArray(answer) ? answer[0] : undefined
    } catch (error) {
      if (!(error instanceof GanetiError)) throw error
      // The job left the queue just now: QueryJobs knows archived jobs, too.
      yield* perform({ kind: 'sleep', durationMs: PAUSE_MS })
      return
    }
    const [endTs] = values !== undefined && isJsonArray(values) ? values : []
    const hasEnded = endTs !== null && endTs !== undefined
    if (hasEnded || (yield* perform({ kind: 'monotonic' })) >= untilUs) return
    yield* perform({ kind: 'sleep', durationMs: PAUSE_MS })
  }
}
