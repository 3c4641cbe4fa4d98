import { isFinished, type JobId, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { cancelJob, jobIdOnWire } from '../job-calls.ts'

/** Until when jobs are followed (microseconds since the epoch), and for how long without one more opcode being done. */
export interface Patience {
  readonly deadlineUs: number
  readonly stuckSeconds: number
}

/** Where a job stood when it was last looked at. */
export interface Followed {
  /** Whether it will not change again; also where nothing is known of it. */
  readonly isOver: boolean
  /** Whether it was given up, and luxid asked to cancel it. */
  readonly isStuck: boolean
  /** Of each opcode; none where the job is gone. */
  readonly statuses: readonly (string | undefined)[]
}

/** No log message has a number so high: without it, each one that the job ever wrote would count as a change. */
const NO_LOG_MESSAGES = 2 ** 31 - 1

/**
 * Follows jobs until each is over, or stuck, or the time is up; what is stuck is cancelled. luxid tells when the first one
 * ends, and then of all of them where they stand. Between two opcodes a job's status goes back to queued, so what is waited
 * for is its end. Throws LuxiError.
 */
export function* followJobs(
  ids: readonly JobId[],
  { deadlineUs, stuckSeconds }: Patience,
): Run<ReadonlyMap<JobId, Followed>> {
  const seen = new Map<JobId, Followed>()
  const progressUs = new Map<JobId, number>()
  const startUs = yield* perform({ kind: 'monotonic' })
  for (let open = [...ids]; open.length > 0; open = ids.filter(id => !isSettled(seen.get(id)))) {
    const [first] = open
    const nowUs = yield* perform({ kind: 'monotonic' })
    const seconds = Math.min(stuckSeconds, Math.ceil((deadlineUs - nowUs) / 1_000_000))
    if (first !== undefined && seconds > 0) yield* waitForEnd(first, seconds)
    const rows = yield* ask(open)
    const afterUs = yield* perform({ kind: 'monotonic' })
    for (const [index, id] of open.entries()) {
      const now = decode(rows[index])
      if (successes(now) > successes(seen.get(id))) progressUs.set(id, afterUs)
      const idleUs = afterUs - (progressUs.get(id) ?? startUs)
      const isStuck = !now.isOver && (afterUs >= deadlineUs || idleUs >= stuckSeconds * 1_000_000)
      seen.set(id, isStuck ? yield* stop(id) : now)
    }
  }
  return seen
}

function isSettled(followed: Followed | undefined): boolean {
  return followed !== undefined && (followed.isOver || followed.isStuck)
}

const FIELDS = ['status', 'opstatus'] as const

function* ask(ids: readonly JobId[]): Run<readonly JsonValue[]> {
  const args = [ids.map(jobIdOnWire), FIELDS]
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args })
  if (isJsonArray(rows) && rows.length === ids.length) return rows
  throw new LuxiDataError(`Asked for ${ids.length} jobs, QueryJobs answered ${excerptOfValue(rows)}`)
}

/** Waits until a job has ended, or for so many seconds, even if luxid does not. */
function* waitForEnd(id: JobId, seconds: number): Run<void> {
  const args = [jobIdOnWire(id), ['end_ts'], [null], NO_LOG_MESSAGES, seconds]
  const untilUs = (yield* perform({ kind: 'monotonic' })) + seconds * 1_000_000
  for (;;) {
    let values: JsonValue | undefined
    try {
      const answer = yield* perform({ kind: 'luxi', method: 'WaitForJobChange', args })
      values = isJsonArray(answer) ? answer[0] : undefined
    } catch (error) {
      // The job left the queue just now: QueryJobs knows archived jobs, too.
      if (!(error instanceof GanetiError)) throw error
      return
    }
    const [endTs] = values !== undefined && isJsonArray(values) ? values : []
    if (endTs !== null || (yield* perform({ kind: 'monotonic' })) >= untilUs) return
    // luxid answers as soon as something has changed; should it answer when nothing has, this must not spin.
    yield* perform({ kind: 'sleep', durationMs: 500 })
  }
}

function successes(followed: Followed | undefined): number {
  return followed?.statuses.filter(status => status === 'success').length ?? 0
}

function decode(row: JsonValue | undefined): Followed {
  const [status, opstatus] = row !== undefined && isJsonArray(row) ? row : []
  const known = typeof status === 'string' ? parseJobStatus(status) : undefined
  const statuses = isJsonArray(opstatus)
    ? opstatus.map(one => (typeof one === 'string' ? one : undefined))
    : []
  return { isOver: known === undefined || isFinished(known), isStuck: false, statuses }
}

/** Cancels a stuck job; what it has begun it may still carry out, and does while luxid waits for it to stop. */
function* stop(id: JobId): Run<Followed> {
  try {
    yield* cancelJob(id)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
  const [row] = yield* ask([id])
  return { ...decode(row), isStuck: true }
}
