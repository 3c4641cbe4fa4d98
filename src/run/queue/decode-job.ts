import { type JobStatus, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../cluster/json.ts'
import { decodeJobId } from '../../luxi/decode/job-id.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import type { OpcodeError, QueuedJob, QueuedOpcode } from '../../planner/queue.ts'
import { type JobMarks, NO_MARKS, readMarks } from '../repair-mark.ts'
import { isMarkedWithdrawn } from './withdrawn-priority.ts'

/** What is asked of each job; opresult comes apart, since results of foreign jobs may be of any size. */
export const JOB_FIELDS = ['id', 'status', 'ops', 'opstatus', 'end_ts', 'oppriority'] as const

/** What luxid answers to JOB_FIELDS, and to opresult where that was asked for. */
export interface JobCells {
  readonly id: JsonValue
  readonly status: JsonValue
  readonly ops: JsonValue
  readonly opstatus: JsonValue
  readonly endTs: JsonValue
  readonly oppriority: JsonValue
  readonly opresult: JsonValue | undefined
}

/**
 * Decodes one job. undefined for a job that is not there (any more), and for one of somebody else's in a status that we do
 * not know: there is nothing to learn from it. Throws LuxiDataError where a job of ours makes no sense.
 */
export function decodeJob(cells: JobCells): QueuedJob | undefined {
  const { ops, opstatus, opresult } = cells
  if (!isJsonArray(ops)) {
    if (ops === null) return undefined
    throw new LuxiDataError(
      `Job ${excerptOfValue(cells.id)}: expected a list of opcodes, found ${excerptOfValue(ops)}`,
    )
  }
  const marks = marksOf(ops)
  const status = statusOf(cells.status)
  if (status === undefined) {
    if (marks.repair === undefined) return undefined
    throw new LuxiDataError(
      `Job ${excerptOfValue(cells.id)}: expected the status of a job, found ${excerptOfValue(cells.status)}`,
    )
  }
  const statuses = isJsonArray(opstatus) ? opstatus : []
  const results = opresult !== undefined && isJsonArray(opresult) ? opresult : []
  return {
    id: decodeJobId(cells.id),
    status,
    endedSeconds: secondsOf(cells.endTs),
    opcodes: ops.map((opcode, index) =>
      decodeOpcode(opcode, statusOf(statuses[index]) ?? status, results[index]),
    ),
    isWithdrawn: isMarkedWithdrawn(cells.oppriority),
    ...marks,
  }
}

/** The marks of the opcode that says which repair of ours, or about which ones a witness, the job is; none where no opcode does. */
function marksOf(opcodes: readonly JsonValue[]): JobMarks {
  for (const opcode of opcodes) {
    const marks = readMarks(opcode)
    if (marks.repair !== undefined) return marks
  }
  const [only, ...more] = opcodes
  const isWitness = more.length === 0 && isJsonObject(only) && only['OP_ID'] === 'OP_TEST_DELAY'
  return isWitness ? readMarks(only) : NO_MARKS
}

function statusOf(value: JsonValue | undefined): JobStatus | undefined {
  return typeof value === 'string' ? parseJobStatus(value) : undefined
}

/** luxid tells times as [seconds, microseconds]. */
function secondsOf(value: JsonValue): number | undefined {
  const [seconds, micros] = isJsonArray(value) ? value : []
  return typeof seconds === 'number' && typeof micros === 'number' ? seconds + micros / 1_000_000 : undefined
}

function decodeOpcode(opcode: JsonValue, status: JobStatus, result: JsonValue | undefined): QueuedOpcode {
  const fields = isJsonObject(opcode) ? opcode : {}
  const opId = textOf(fields, 'OP_ID') ?? ''
  return {
    opId,
    status,
    instances: instancesOf(opId, fields),
    nodes: nodesNamedBy(fields),
    broughtBack: broughtBackBy(opId, fields),
    releasesEarly: fields['early_release'] === true,
    tags: opId.startsWith('OP_TAGS_') ? textsOf(fields['tags']) : NO_TEXTS,
    error: status === 'error' && result !== undefined ? errorOf(result) : undefined,
  }
}

function instancesOf(opId: string, fields: JsonObject): readonly string[] {
  if (opId === 'OP_TAGS_SET' || opId === 'OP_TAGS_DEL')
    return fields['kind'] === 'instance' ? oneText(fields['name']) : NO_TEXTS
  return joined(oneText(fields['instance_name']), textsOf(fields['instances']))
}

/** The nodes that an opcode names. */
export function nodesNamedBy(fields: JsonObject): readonly string[] {
  const targets = joined(oneText(fields['target_node']), oneText(fields['remote_node']))
  return joined(textsOf(fields['nodes']), targets)
}

/** A node comes back into service by `gnt-node modify --offline=no` or `gnt-node add --readd`; the name is whole once the job has begun. */
function broughtBackBy(opId: string, fields: JsonObject): string | undefined {
  const isBack =
    (opId === 'OP_NODE_SET_PARAMS' && fields['offline'] === false) ||
    (opId === 'OP_NODE_ADD' && fields['readd'] === true)
  return isBack ? textOf(fields, 'node_name') : undefined
}

/** Errors of Ganeti are `[class, [text, code]]`; the code is there where Ganeti knows one (luxi.md section 3). */
function errorOf(result: JsonValue): OpcodeError {
  // luxid itself leaves a bare text, for instance when the job's process died.
  if (typeof result === 'string') return { errorClass: '', code: undefined, text: result }
  const [errorClass, args] = isJsonArray(result) ? result : []
  const [text, code] = isJsonArray(args) ? args : []
  return {
    errorClass: typeof errorClass === 'string' ? errorClass : '',
    code: typeof code === 'string' ? code : undefined,
    text: typeof text === 'string' ? text : excerptOfValue(args ?? result),
  }
}

function textOf(fields: JsonObject, key: string): string | undefined {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

/** One list for all that is empty: a queue has thousands of jobs, and most lists in it are. */
const NO_TEXTS: readonly string[] = Object.freeze([])

function textsOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || !isJsonArray(value) || value.length === 0) return NO_TEXTS
  return value.filter(item => typeof item === 'string')
}

function oneText(value: JsonValue | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : NO_TEXTS
}

function joined(some: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0) return some
  return some.length === 0 ? more : [...some, ...more]
}
