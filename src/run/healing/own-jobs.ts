import { isFinished, type JobId, type JobStatus, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../cluster/json.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import { decodeJobId } from '../../luxi/decode/job-id.ts'
import { decodeTable, type Row } from '../../luxi/decode/table.ts'
import { perform, type Run } from '../effects.ts'
import { findRepairMark, type RepairMark } from '../repair-mark.ts'

/** A repair job of harep's, as the queue has it. */
export interface OwnJob extends RepairMark {
  readonly instance: string
  readonly job: JobId
  readonly status: JobStatus
  /** Where it makes disks anew; undefined for a repair that makes none. */
  readonly recreation: Recreation | undefined
}

/** The part of a repair job that makes an instance's disks anew, empty. */
interface Recreation {
  /** The nodes for the disks, the primary first. */
  readonly nodes: readonly string[]
  /** Whether it may have begun: the old disks are given up then. */
  readonly begun: boolean
}

/** What of ours is in the queue, unfinished or ended and not archived yet. */
export interface OwnJobs {
  readonly repairs: readonly OwnJob[]
  /** Ids of repairs that a tag job names which succeeded or may still succeed. */
  readonly named: ReadonlySet<string>
  /** Instances with an unfinished job that writes a repair tag, and that job: their tags do not tell all yet. */
  readonly beingTagged: ReadonlyMap<string, JobId>
}

const FIELDS = ['id', 'status', 'ops', 'opstatus'] as const

/**
 * Asks for the jobs that carry one of our marks, and for the tag jobs that name a repair. Without a filter luxid answers
 * with all jobs that are not archived (under a second for 2,000, jobs.md section 12); ganeti-watcher archives what ended six
 * hours ago, and a repair that was forgotten is found until then. Throws LuxiError.
 */
export function* ownJobs(): Run<OwnJobs> {
  const answer = yield* perform({ kind: 'luxi', method: 'Query', args: ['job', FIELDS, null] })
  const jobs = decodeTable(answer, FIELDS, 'job').flatMap(decodeJob)
  return {
    repairs: jobs.flatMap(job => job.opcodes.flatMap(opcode => repairOf(opcode, job)).slice(0, 1)),
    named: new Set(jobs.filter(mayHaveSucceeded).flatMap(job => job.opcodes.flatMap(repairsNamedBy))),
    beingTagged: new Map(
      jobs
        .filter(({ status }) => !isFinished(status))
        .flatMap(({ id, opcodes }) => opcodes.flatMap(taggedBy).map(instance => [instance, id] as const)),
    ),
  }
}

interface Job {
  readonly id: JobId
  readonly status: JobStatus
  readonly opcodes: readonly JsonValue[]
  /** Of each opcode, as luxid tells them; empty where it does not. */
  readonly opcodeStatuses: readonly JsonValue[]
}

/**
 * A job that left the queue while it was asked for has no status and no opcodes any more: nothing to learn from it. Nor is
 * there from somebody else's job in a status that we do not know.
 */
function decodeJob(row: Row): readonly Job[] {
  const [statusCell, opsCell, opStatusCell] = [row.cell(1), row.cell(2), row.cell(3)]
  if (statusCell.kind !== 'value' || opsCell.kind !== 'value') return []
  if (!isJsonArray(opsCell.value)) throw row.error(2, 'expected a list of opcodes')
  const status = typeof statusCell.value === 'string' ? parseJobStatus(statusCell.value) : undefined
  if (status === undefined) {
    if (opsCell.value.some(isOurs)) throw row.error(1, 'expected the status of a job')
    return []
  }
  const opcodeStatuses =
    opStatusCell.kind === 'value' && isJsonArray(opStatusCell.value) ? opStatusCell.value : []
  return [{ id: decodeJobId(row.value(0)), status, opcodes: opsCell.value, opcodeStatuses }]
}

function repairOf(opcode: JsonValue, job: Job): readonly OwnJob[] {
  const mark = findRepairMark(opcode)
  const instance = isJsonObject(opcode) ? opcode['instance_name'] : undefined
  if (!mark || typeof instance !== 'string') return []
  const [recreation] = job.opcodes.flatMap((one, index) => recreationOf(one, job.opcodeStatuses[index]))
  return [{ ...mark, instance, job: job.id, status: job.status, recreation }]
}

function recreationOf(opcode: JsonValue, status: JsonValue | undefined): readonly Recreation[] {
  if (!isJsonObject(opcode) || opcode['OP_ID'] !== 'OP_INSTANCE_RECREATE_DISKS') return []
  const nodes = opcode['nodes']
  const names = (nodes !== undefined && isJsonArray(nodes) ? nodes : []).flatMap(node =>
    typeof node === 'string' ? [node] : [],
  )
  return [{ nodes: names, begun: status !== 'queued' && status !== 'waiting' }]
}

function isOurs(opcode: JsonValue): boolean {
  return findRepairMark(opcode) !== undefined || repairsNamedBy(opcode).length > 0
}

function mayHaveSucceeded({ status }: Job): boolean {
  return status === 'success' || !isFinished(status)
}

/** The instance that an opcode gives a repair tag. */
function taggedBy(opcode: JsonValue): readonly string[] {
  if (repairsNamedBy(opcode).length === 0 || !isJsonObject(opcode)) return []
  const { kind, name } = opcode
  return kind === 'instance' && typeof name === 'string' ? [name] : []
}

function repairsNamedBy(opcode: JsonValue): readonly string[] {
  if (!isJsonObject(opcode) || opcode['OP_ID'] !== 'OP_TAGS_SET') return []
  const tags = opcode['tags']
  return (isJsonArray(tags) ? tags : []).flatMap(tag =>
    typeof tag === 'string' ? (parseRepairTag(tag)?.id ?? []) : [],
  )
}
