import type { JsonValue } from '../../../src/cluster/json.ts'
import { genericError } from '../ganeti-failure.ts'
import { RequestParseError } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import { type Job, type JobOpcode, jobPriority, jobStatus } from '../jobs/job.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import { opcodeSummary } from '../opcodes/opcode.ts'
import { type Cell, normal, UNAVAILABLE } from './cell.ts'
import { type FieldTable, fieldsOnce } from './field.ts'
import type { FilterValue } from './filter.ts'
import { timePair } from './parameters.ts'
import { type Resource, resource } from './run-query.ts'

/** A row: an id that was asked for, and the job, if there is (still) one. */
interface JobRow {
  readonly id: number
  readonly job: Job | undefined
}

type JobTable = FieldTable<JobRow, JobQueue>

/** The resource `job` (query.md section 5.4; Ganeti src/Ganeti/Query/Job.hs:102-146). */
export function jobResource(queue: JobQueue): Resource {
  return resource({
    fields: jobFields(),
    nameField: 'id',
    context: () => queue,
    all: (_, fieldNames) => allJobs(queue, fieldNames.includes('archived')),
    // Every id gets a row, in the order of the request and only once, whether there is such a job or not.
    named: ids => [...new Set(ids.map(numberOfId))].map(id => ({ id, job: queue.find(id) })),
  })
}

const jobFields = fieldsOnce<JobRow, JobQueue>(table => {
  table.config('id', 'ID', 'number', 'Job ID', row => normal(row.id))
  addJobFields(table)
  addOpcodeFields(table)
})

/** All live jobs by id, and archived ones, too, when that distinction was asked for. */
function allJobs(queue: JobQueue, withArchived: boolean): JobRow[] {
  const jobs = [...queue.live.values(), ...(withArchived ? queue.archived.values() : [])]
  return jobs.sort((a, b) => a.id - b.id).map(job => ({ id: job.id, job }))
}

function numberOfId(id: FilterValue): number {
  try {
    return parseJobId(id)
  } catch (error) {
    if (error instanceof RequestParseError) throw genericError(error.message)
    throw error
  }
}

function addJobFields(table: JobTable): void {
  table
    .config('status', 'Status', 'text', 'Job status', row => ofJob(row, jobStatus))
    .config('priority', 'Priority', 'number', 'Current job priority (19 to -20)', row =>
      ofJob(row, jobPriority),
    )
    .config('archived', 'Archived', 'bool', 'Whether job is archived', row =>
      ofJob(row, job => job.isArchived),
    )
    .config(
      'received_ts',
      'Received',
      'other',
      'Timestamp of when job was received (tuple containing seconds and microseconds)',
      row => ofJob(row, job => timePair(job.receivedUs)),
      'timestamp',
    )
    .config(
      'start_ts',
      'Start',
      'other',
      'Timestamp of job start (tuple containing seconds and microseconds)',
      row => timeOf(row.job?.startUs),
      'timestamp',
    )
    .config(
      'end_ts',
      'End',
      'other',
      'Timestamp of job end (tuple containing seconds and microseconds)',
      row => timeOf(row.job?.endUs),
      'timestamp',
    )
}

function addOpcodeFields(table: JobTable): void {
  table
    .config('ops', 'OpCodes', 'other', 'List of all opcodes', row => ofOpcodes(row, opcode => opcode.input))
    .config('opresult', 'OpCode_result', 'other', 'List of opcodes results', row =>
      ofOpcodes(row, opcode => opcode.result),
    )
    .config('opstatus', 'OpCode_status', 'other', 'List of opcodes status', row =>
      ofOpcodes(row, opcode => opcode.status),
    )
    .config('oplog', 'OpCode_log', 'other', 'List of opcode output logs', row => ofOpcodes(row, logJson))
    .config(
      'opstart',
      'OpCode_start',
      'other',
      'List of opcode start timestamps (before acquiring locks)',
      row => ofOpcodes(row, opcode => pairOrNull(opcode.startUs)),
    )
    .config(
      'opexec',
      'OpCode_exec',
      'other',
      'List of opcode execution start timestamps (after acquiring locks)',
      row => ofOpcodes(row, opcode => pairOrNull(opcode.execUs)),
    )
    .config('opend', 'OpCode_end', 'other', 'List of opcode execution end timestamps', row =>
      ofOpcodes(row, opcode => pairOrNull(opcode.endUs)),
    )
    .config('oppriority', 'OpCode_prio', 'other', 'List of opcode priorities', row =>
      ofOpcodes(row, opcode => opcode.priority),
    )
    .config('summary', 'Summary', 'other', 'List of per-opcode summaries', row =>
      ofOpcodes(row, opcode => opcodeSummary(opcode.opcode, opcode.input)),
    )
}

/** A log as luxid shows it: [serial, [seconds, microseconds], type, text]. */
function logJson(opcode: JobOpcode): JsonValue {
  return opcode.log.map(entry => [entry.serial, timePair(entry.timeUs), 'message', entry.text])
}

function ofJob(row: JobRow, get: (job: Job) => JsonValue): Cell {
  return row.job === undefined ? UNAVAILABLE : normal(get(row.job))
}

function ofOpcodes(row: JobRow, get: (opcode: JobOpcode) => JsonValue): Cell {
  return ofJob(row, job => job.opcodes.map(get))
}

function timeOf(timeUs: number | undefined): Cell {
  return timeUs === undefined ? UNAVAILABLE : normal(timePair(timeUs))
}

function pairOrNull(timeUs: number | undefined): JsonValue {
  return timeUs === undefined ? null : timePair(timeUs)
}
