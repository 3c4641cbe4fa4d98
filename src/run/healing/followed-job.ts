import { isFinished, type JobId, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { jobIdOnWire } from '../job-calls.ts'

/**
 * A job that gets no further has not begun at all, or waits for a lock, or takes long over what it does. One that got further
 * while it was being cancelled has gone on: none of its opcodes was in the way. Or there was no time left to see it begin.
 */
export type Stuck = 'not-begun' | 'for-a-lock' | 'at-work' | 'gone-on' | 'no-time'

/** Where a job stood when it was last looked at. */
export interface Followed {
  /** Whether it will not change again; also where nothing is known of it. */
  readonly isOver: boolean
  /** Where it was stuck when it was given up; undefined where it was not. */
  readonly stuck: Stuck | undefined
  /** Of each opcode, after a job that was given up has stopped; none where the job is gone. */
  readonly statuses: readonly (string | undefined)[]
}

/** A job of which nothing was seen yet. */
export const UNSEEN: Followed = { isOver: false, stuck: undefined, statuses: [] }

const FIELDS = ['status', 'opstatus'] as const

/** Where jobs stand now, in the order of the ids; undefined where luxid refuses to tell, this time. Throws LuxiError but for that. */
export function* lookAtJobs(ids: readonly JobId[]): Run<readonly Followed[] | undefined> {
  let rows: JsonValue
  try {
    rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [ids.map(jobIdOnWire), FIELDS] })
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    return undefined
  }
  if (isJsonArray(rows) && rows.length === ids.length) return rows.map(decode)
  throw new LuxiDataError(`Asked for ${ids.length} jobs, QueryJobs answered ${excerptOfValue(rows)}`)
}

function decode(row: JsonValue): Followed {
  const [status, opstatus] = isJsonArray(row) ? row : []
  const known = typeof status === 'string' ? parseJobStatus(status) : undefined
  const statuses =
    opstatus !== undefined && isJsonArray(opstatus)
      ? opstatus.map(one => (typeof one === 'string' ? one : undefined))
      : []
  return { isOver: known === undefined || isFinished(known), stuck: undefined, statuses }
}

/** How many opcodes of a job are done; -1 until it has begun. */
export function reachedBy({ statuses }: Followed): number {
  if (statuses.every(status => BEFORE_BEGINNING.has(status))) return -1
  return statuses.filter(status => status === 'success').length
}

const BEFORE_BEGINNING: ReadonlySet<string | undefined> = new Set(['queued', 'canceled'])

/** Where a job was stuck that was looked at before and after it was cancelled; undefined where it ended by itself. */
export function whereStuck(before: Followed, after: Followed, hadTimeToBegin: boolean): Stuck | undefined {
  if (after.isOver && after.statuses.includes('error')) return undefined
  if (reachedBy(after) > Math.max(0, reachedBy(before))) return 'gone-on'
  // What had not begun when the time was up altogether is not known to be kept from it.
  if (reachedBy(before) < 0 && reachedBy(after) < 0) return hadTimeToBegin ? 'not-begun' : 'no-time'
  return before.statuses.includes('waiting') ? 'for-a-lock' : 'at-work'
}
