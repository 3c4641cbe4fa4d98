import { isFinished, type JobId, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { cancelJob, jobIdOnWire } from '../job-calls.ts'

/** How long jobs are followed. The clock is the one that nobody sets. */
export interface Patience {
  /** How long a job may take to begin: slots of the queue become free, and no instance's lock keeps it. */
  readonly beginSeconds: number
  /** How long a job that has begun may go on without one more opcode being done. */
  readonly stuckSeconds: number
  /** By then a job must be over. Microseconds. */
  readonly deadlineUs: number
  /** How long a job that was given up is waited for: what it was at when it was cancelled, it may still carry out. */
  readonly stopSeconds: number
}

/**
 * A job that gets no further has not begun at all, or waits for a lock, or takes long over what it does. One that got further
 * while it was being cancelled has gone on: none of its opcodes was in the way. Or there was no time left to see it begin.
 */
export type Stuck = 'not-begun' | 'for-a-lock' | 'at-work' | 'gone-on' | 'no-time'

/** Where a job stood when it was last looked at. */
export interface Followed {
  /** Whether it will not change again; also where nothing is known of it. */
  readonly isOver: boolean
  /** Where it was stuck when it was given up and luxid asked to cancel it; undefined where it was not. */
  readonly stuck: Stuck | undefined
  /** Of each opcode, after a job that was given up has stopped; none where the job is gone. */
  readonly statuses: readonly (string | undefined)[]
}

/** No log message has a number so high: without it, each one that the job ever wrote would count as a change. */
const NO_LOG_MESSAGES = 2 ** 31 - 1

/** How often it is looked whether a job has begun. */
const LOOK_SECONDS = 5

/** How far a job has got, and until when it is to get further. */
interface Progress {
  /** How many of its opcodes are done; -1 until it has begun. */
  readonly reached: number
  readonly untilUs: number
}

/**
 * Follows jobs until each is over, or stuck, or the time is up; what is stuck is cancelled. luxid tells when the first one
 * ends, and then of all of them where they stand. Between two opcodes a job's status goes back to queued, so what is waited
 * for is its end. How long a job makes no progress counts from when it was first seen to have begun. Throws LuxiError.
 */
export function* followJobs(
  ids: readonly JobId[],
  { beginSeconds, stuckSeconds, deadlineUs, stopSeconds }: Patience,
): Run<ReadonlyMap<JobId, Followed>> {
  const seen = new Map<JobId, Followed>()
  const beginsByUs = (yield* perform({ kind: 'monotonic' })) + beginSeconds * 1_000_000
  const waiting: Progress = { reached: -1, untilUs: beginsByUs }
  const progress = new Map<JobId, Progress>()
  for (let open = [...ids]; open.length > 0; open = ids.filter(id => !isSettled(seen.get(id)))) {
    const mayBegin = open.some(id => !progress.has(id))
    yield* waitForFirst(open, deadlineUs, mayBegin ? LOOK_SECONDS : stuckSeconds)
    const rows = yield* ask(open)
    const nowUs = yield* perform({ kind: 'monotonic' })
    const givenUp = new Map<JobId, Followed>()
    for (const [index, id] of open.entries()) {
      const now = decode(rows[index])
      seen.set(id, now)
      const reached = hasBegun(now) ? successes(now) : -1
      if (reached > (progress.get(id) ?? waiting).reached)
        progress.set(id, { reached, untilUs: nowUs + stuckSeconds * 1_000_000 })
      const { untilUs } = progress.get(id) ?? waiting
      if (!now.isOver && nowUs >= Math.min(untilUs, deadlineUs)) givenUp.set(id, now)
    }
    if (givenUp.size === 0) continue
    const stopped = yield* stop([...givenUp.keys()], stopSeconds)
    for (const [id, before] of givenUp) {
      const after = stopped.get(id) ?? before
      seen.set(id, { ...after, stuck: whereStuck(before, after, nowUs >= beginsByUs) })
    }
  }
  return seen
}

function isSettled(followed: Followed | undefined): boolean {
  return followed !== undefined && (followed.isOver || followed.stuck !== undefined)
}

const FIELDS = ['status', 'opstatus'] as const

function* ask(ids: readonly JobId[]): Run<readonly JsonValue[]> {
  const args = [ids.map(jobIdOnWire), FIELDS]
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args })
  if (isJsonArray(rows) && rows.length === ids.length) return rows
  throw new LuxiDataError(`Asked for ${ids.length} jobs, QueryJobs answered ${excerptOfValue(rows)}`)
}

/** Waits until the first of some jobs has ended, or the time is up, or for so many seconds. */
function* waitForFirst([first]: readonly JobId[], deadlineUs: number, longestSeconds: number): Run<void> {
  const nowUs = yield* perform({ kind: 'monotonic' })
  const seconds = Math.min(longestSeconds, Math.ceil((deadlineUs - nowUs) / 1_000_000))
  if (first !== undefined && seconds > 0) yield* waitForEnd(first, seconds)
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

function successes({ statuses }: Followed): number {
  return statuses.filter(status => status === 'success').length
}

const BEFORE_BEGINNING: ReadonlySet<string | undefined> = new Set(['queued', 'canceled'])

function hasBegun({ statuses }: Followed): boolean {
  return !statuses.every(status => BEFORE_BEGINNING.has(status))
}

/** What had not begun when the time was up altogether is not known to be kept from it. */
function whereStuck(before: Followed, after: Followed, hadTimeToBegin: boolean): Stuck {
  if (successes(after) > successes(before)) return 'gone-on'
  if (!hasBegun(before) && !hasBegun(after)) return hadTimeToBegin ? 'not-begun' : 'no-time'
  return before.statuses.includes('waiting') ? 'for-a-lock' : 'at-work'
}

function decode(row: JsonValue | undefined): Followed {
  const [status, opstatus] = row !== undefined && isJsonArray(row) ? row : []
  const known = typeof status === 'string' ? parseJobStatus(status) : undefined
  const statuses = isJsonArray(opstatus)
    ? opstatus.map(one => (typeof one === 'string' ? one : undefined))
    : []
  return { isOver: known === undefined || isFinished(known), stuck: undefined, statuses }
}

/**
 * Cancels stuck jobs, and looks where they stand once they have stopped, or after so many seconds: an opcode that is at work is
 * still carried out, and what it has written must not count as unwritten.
 */
function* stop(ids: readonly JobId[], seconds: number): Run<ReadonlyMap<JobId, Followed>> {
  for (const id of ids) {
    try {
      yield* cancelJob(id)
    } catch (error) {
      if (!(error instanceof GanetiError)) throw error
    }
  }
  const untilUs = (yield* perform({ kind: 'monotonic' })) + seconds * 1_000_000
  for (;;) {
    const rows = yield* ask(ids)
    const stopped = new Map(ids.map((id, index) => [id, decode(rows[index])]))
    const open = ids.filter(id => stopped.get(id)?.isOver === false)
    if (open.length === 0 || (yield* perform({ kind: 'monotonic' })) >= untilUs) return stopped
    yield* waitForFirst(open, untilUs, seconds)
  }
}
