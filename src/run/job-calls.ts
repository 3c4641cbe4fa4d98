import { type JobId, type JobStatus, parseJobStatus } from '../cluster/job.ts'
import { isJsonArray, type JsonObject, type JsonValue } from '../cluster/json.ts'
import { decodeJobId } from '../luxi/decode/job-id.ts'
import { excerptOfValue } from '../luxi/excerpt.ts'
import { LuxiDataError } from '../luxi/luxi-error.ts'
import { perform, type Run } from './effects.ts'

/** What became of one job of a submission: its id, or luxid's words why it was not taken. */
export type Submission =
  | { readonly kind: 'job'; readonly id: JobId }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Submits jobs, all in one call. Throws LuxiError; after a transport error it is unknown whether they were taken. The
 * answer's length is not held against the number of jobs: an answer without a job means one without an id (seen with the
 * original), and callers that must have an id check for it.
 */
export function* submitJobs(jobs: readonly (readonly JsonObject[])[]): Run<readonly Submission[]> {
  const answer = yield* perform({ kind: 'luxi', method: 'SubmitManyJobs', args: [jobs] })
  if (!isJsonArray(answer))
    throw new LuxiDataError(`Cannot parse response from Ganeti to a submission: ${excerptOfValue(answer)}`)
  return answer.map(decodeSubmission)
}

function decodeSubmission(entry: JsonValue): Submission {
  const [taken, idOrText, ...rest] = isJsonArray(entry) ? entry : []
  if (taken === true && idOrText !== undefined && rest.length === 0)
    return { kind: 'job', id: decodeJobId(idOrText) }
  if (taken === false && typeof idOrText === 'string' && rest.length === 0)
    return { kind: 'refused', why: idOrText }
  throw new LuxiDataError(`Unknown result from the master daemon to a submission: ${excerptOfValue(entry)}`)
}

/**
 * The statuses of jobs, in the order of the ids; undefined for a job that is no longer on record (luxid answers null).
 * As the original, this takes as many rows as come. An empty list of ids would mean all jobs, and is never sent.
 */
export function* queryJobStatuses(ids: readonly JobId[]): Run<readonly (JobStatus | undefined)[]> {
  if (ids.length === 0) return []
  return yield* queryStatusRows(ids)
}

/** As queryJobStatuses, but an empty list of ids asks for all jobs there are: what the original does with such a tag. */
export function* queryStatusRows(ids: readonly JobId[]): Run<readonly (JobStatus | undefined)[]> {
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [ids.map(jobIdOnWire), ['status']] })
  if (!isJsonArray(rows))
    throw new LuxiDataError(`The answer to QueryJobs is no list but ${excerptOfValue(rows)}`)
  return rows.map(decodeStatusRow)
}

/** A row has one column, as asked for; the original puts up with more, if each is a status, and takes the first. */
function decodeStatusRow(row: JsonValue): JobStatus | undefined {
  if (isJsonArray(row) && row.length > 0) return row.map(value => decodeStatus(value, row))[0]
  throw new LuxiDataError(`Expected a row with the status of a job, found ${excerptOfValue(row)}`)
}

function decodeStatus(value: JsonValue, row: JsonValue): JobStatus | undefined {
  if (value === null) return undefined
  const status = typeof value === 'string' ? parseJobStatus(value) : undefined
  if (status === undefined)
    throw new LuxiDataError(`Expected a row with the status of a job, found ${excerptOfValue(row)}`)
  return status
}

/** Cancels a job that has not begun. Gives luxid's words why it did not, or undefined when it did. Throws LuxiError. */
export function* cancelJob(id: JobId): Run<string | undefined> {
  const answer = yield* perform({ kind: 'luxi', method: 'CancelJob', args: [jobIdOnWire(id)] })
  const [done, text] = isJsonArray(answer) ? answer : []
  if (done === true) return undefined
  if (done === false && typeof text === 'string') return text
  throw new LuxiDataError(`Cannot parse response from Ganeti to CancelJob: ${excerptOfValue(answer)}`)
}

/** No log message has a number so high: without it, each one that the job ever wrote would count as a change. */
const NO_LOG_MESSAGES = 2 ** 31 - 1

/**
 * Waits until a field of a job is no longer `last`, or for so many seconds, if luxid waits at all. Gives what it answers.
 * Throws LuxiError: GanetiError where the job has left the queue.
 */
export function* waitForChange(id: JobId, field: string, last: JsonValue, seconds: number): Run<JsonValue> {
  const args = [jobIdOnWire(id), [field], [last], NO_LOG_MESSAGES, seconds]
  return yield* perform({ kind: 'luxi', method: 'WaitForJobChange', args })
}

/** luxid takes a job id as a number or as its digits; beyond 2^53 only the digits are exact. */
export function jobIdOnWire(id: JobId): JsonValue {
  const number = Number(id)
  return Number.isSafeInteger(number) ? number : id
}
