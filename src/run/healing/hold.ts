import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import type { JobFilter } from './job-filters.ts'

/*
 * No repair may start before its tag is on record, and Ganeti itself sees to it: a job filter (jobs.md section 11) pauses
 * whatever carries the hold's text in its reason trail. Held jobs stay queued, use no slot and take no lock. The text names
 * the run and a chunk of its repairs, each of which has a filter of its own; the
 * filter's own reason trail says how many jobs were to be submitted, and when, for the run that finds it if this one dies.
 */

/** A hold of ours that stands in the cluster. */
export interface Hold {
  /** The filter's UUID. */
  readonly filter: string
  /** The text that the jobs which it holds carry. */
  readonly text: string
  readonly jobCount: number
  /** Microseconds since the epoch. */
  readonly sinceUs: number
}

const SOURCE = 'harep'
const TRAIL = /^(?<text>harep-hold:[0-9a-f-]{36}\.\d{1,6}) for (?<count>\d{1,6}) jobs$/

/** The text of the hold for a chunk of a run. */
export function holdText(runId: string, chunk: number): string {
  return `${holdsOf(runId)}${chunk}`
}

/** What the texts of all holds of a run begin with. */
function holdsOf(runId: string): string {
  return `harep-hold:${runId}.`
}

/** Whether a text is that of a hold of this run. */
export function isHoldOf(runId: string, text: string | undefined): boolean {
  return text?.startsWith(holdsOf(runId)) ?? false
}

/**
 * How far ahead the hold of jobs is dated that luxid was silent about, in microseconds: it may need as long again as a run waits
 * for an answer.
 */
export const SILENCE_US = 180 * 1_000_000

/**
 * Adds the hold, or makes `filter` be it, which releases what that held before. Gives the filter's UUID. It counts from `aheadUs`
 * later than now. Throws LuxiError.
 */
export function* placeHold(
  filter: string | undefined,
  text: string,
  jobCount: number,
  aheadUs = 0,
): Run<string> {
  const nowUs = (yield* perform({ kind: 'now' })) + aheadUs
  const trail = [[SOURCE, `${text} for ${jobCount} jobs`, nowUs * 1000]]
  const predicates = [['reason', ['=', 'reason', text]]]
  const args = [filter ?? null, 0, predicates, 'PAUSE', trail]
  const uuid = yield* perform({ kind: 'luxi', method: 'ReplaceFilter', args })
  if (typeof uuid === 'string') return uuid
  throw new LuxiDataError(`The answer to ReplaceFilter is no UUID but ${excerptOfValue(uuid)}`)
}

/** Takes a hold away, which releases what it held; one that is not there any more is as good. Throws LuxiError. */
export function* removeHold(filter: string): Run<void> {
  try {
    yield* perform({ kind: 'luxi', method: 'DeleteFilter', args: [filter] })
  } catch (error) {
    if (!(error instanceof GanetiError) || !error.message.includes('does not exist')) throw error
  }
}

/** The holds of ours that stand, of whichever run. Throws LuxiError. */
export function* findHolds(): Run<readonly Hold[]> {
  return (yield* findFilters()).holds
}

/** What job filters there are. */
export interface Filters {
  readonly holds: readonly Hold[]
  /** Those of others, which are left alone. */
  readonly others: readonly JobFilter[]
}

const FIELDS = ['uuid', 'reason_trail', 'watermark', 'priority', 'predicates', 'action'] as const

/** All job filters. Throws LuxiError. */
export function* findFilters(): Run<Filters> {
  const rows = yield* perform({ kind: 'luxi', method: 'QueryFilters', args: [null, [...FIELDS]] })
  if (!isJsonArray(rows))
    throw new LuxiDataError(`The answer to QueryFilters is no list but ${excerptOfValue(rows)}`)
  const holds: Hold[] = []
  const others: JobFilter[] = []
  for (const row of rows) {
    const [hold] = decodeHold(row)
    const other = hold ? undefined : decodeOther(row)
    if (hold) holds.push(hold)
    if (other) others.push(other)
  }
  return { holds, others }
}

function decodeOther(row: JsonValue): JobFilter | undefined {
  const [uuid, , watermark = null, priority = null, predicates = null, action = null] = isJsonArray(row)
    ? row
    : []
  return typeof uuid === 'string' ? { uuid, watermark, priority, predicates, action } : undefined
}

function decodeHold(row: JsonValue): readonly Hold[] {
  const [filter, trail] = isJsonArray(row) ? row : []
  for (const entry of trail !== undefined && isJsonArray(trail) ? trail : []) {
    const [source, reason, timeNs] = isJsonArray(entry) ? entry : []
    const groups = source === SOURCE && typeof reason === 'string' ? TRAIL.exec(reason)?.groups : undefined
    const text = groups?.['text']
    if (text === undefined || typeof filter !== 'string') continue
    // Beyond 2^53 integers arrive as their digits; nanoseconds are.
    const sinceUs = Math.floor(Number(timeNs) / 1000)
    return [
      {
        filter,
        text,
        jobCount: Number(groups?.['count']),
        sinceUs: Number.isSafeInteger(sinceUs) ? sinceUs : 0,
      },
    ]
  }
  return []
}
