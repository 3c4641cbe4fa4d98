import type { JobId } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import type { Row } from '../../luxi/decode/table.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import { perform, type Run } from '../effects.ts'
import { jobIdOnWire } from '../job-calls.ts'
import { forEachRow, queryManyRows } from '../load/query-table.ts'
import { decodeJob, JOB_FIELDS } from './decode-job.ts'

/**
 * All jobs that are not archived and that `filter` (in Ganeti's query language; null: all) lets pass, in the order of their
 * ids; failed ones of ours with what Ganeti said. There is no asking for jobs by what they are about, so luxid tells all of
 * them (0.7 s for 2,000, jobs.md section 12); ganeti-watcher archives what ended six hours ago. Throws LuxiError.
 */
export function* loadQueue(filter: JsonValue = null): Run<readonly QueuedJob[]> {
  const answer = yield* queryManyRows('job', JOB_FIELDS, filter)
  const jobs: QueuedJob[] = []
  forEachRow(answer, JOB_FIELDS, 'job', row => {
    const job = decodeRow(row)
    if (job) jobs.push(job)
  })
  const failed = jobs.filter(({ status, repair }) => repair !== undefined && status === 'error')
  if (failed.length === 0) return jobs
  const detailed = yield* loadJobs(failed.map(({ id }) => id))
  return jobs.map(job => detailed.get(job.id) ?? job)
}

/** Jobs by their ids, from queue or archive, with what Ganeti said of failed opcodes; one that is gone is not in the map. */
export function* loadJobs(ids: readonly JobId[]): Run<ReadonlyMap<JobId, QueuedJob>> {
  // No ids would mean all jobs there are.
  if (ids.length === 0) return new Map()
  const args = [ids.map(jobIdOnWire), [...JOB_FIELDS, 'opresult']]
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args })
  if (!isJsonArray(rows))
    throw new LuxiDataError(`The answer to QueryJobs is no list but ${excerptOfValue(rows)}`)
  if (rows.length !== ids.length)
    throw new LuxiDataError(`Asked for ${ids.length} jobs, QueryJobs answered with ${rows.length}`)
  const found = new Map<JobId, QueuedJob>()
  for (const [index, id] of ids.entries()) {
    const job = decodePlainRow(rows[index] ?? null)
    if (job) found.set(id, job)
  }
  return found
}

const at = (field: (typeof JOB_FIELDS)[number]) => JOB_FIELDS.indexOf(field)
const [ID, STATUS, OPS] = [at('id'), at('status'), at('ops')]
const [OPSTATUS, END_TS, OPPRIORITY] = [at('opstatus'), at('end_ts'), at('oppriority')]

/** Without a list on the way, since a queue has thousands of jobs. */
function decodeRow(row: Row): QueuedJob | undefined {
  return decodeJob({
    id: valueOrNull(row, ID),
    status: valueOrNull(row, STATUS),
    ops: valueOrNull(row, OPS),
    opstatus: valueOrNull(row, OPSTATUS),
    endTs: valueOrNull(row, END_TS),
    oppriority: valueOrNull(row, OPPRIORITY),
    opresult: undefined,
  })
}

function valueOrNull(row: Row, index: number): JsonValue {
  const cell = row.cell(index)
  return cell.kind === 'value' ? cell.value : null
}

function decodePlainRow(row: JsonValue): QueuedJob | undefined {
  if (!isJsonArray(row) || row.length !== JOB_FIELDS.length + 1)
    throw new LuxiDataError(`Expected a row about a job, found ${excerptOfValue(row)}`)
  const [id = null, status = null, ops = null, opstatus = null, endTs = null, oppriority = null, opresult] =
    row
  return decodeJob({ id, status, ops, opstatus, endTs, oppriority, opresult })
}
