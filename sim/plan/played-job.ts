import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { RepairType } from '../../src/cluster/repair-type.ts'
import { ganetiErrorOf } from '../../src/luxi/ganeti-error-text.ts'
import { perform, type Run } from '../../src/run/effects.ts'
import { readMarks } from '../../src/run/repair-mark.ts'

/** An opcode of a job, as far as a reader wants to know. */
interface PlayedOpcode {
  /** Without `OP_`. */
  readonly name: string
  /** The nodes that were chosen for it; none where it stays where it is, or where the allocator chooses. */
  readonly nodes: readonly string[]
}

/** A job that harep submitted for an instance, and what became of it in the simulation. */
export interface PlayedJob {
  readonly id: number
  readonly instance: string
  /** undefined where the job does not carry the mark of a repair: the original's do not. */
  readonly type: RepairType | undefined
  readonly opcodes: readonly PlayedOpcode[]
  readonly status: string
  /** When its first opcode began and its last one ended, in microseconds; undefined where they have not. */
  readonly startUs: number | undefined
  readonly endUs: number | undefined
  /** The opcode that failed, and Ganeti's words for it. */
  readonly failure: { readonly opcode: string; readonly message: string } | undefined
}

const FIELDS = ['id', 'status', 'ops', 'opstatus', 'opresult', 'start_ts', 'end_ts'] as const

/** What is not worth telling of a job: pauses, and the tags that are harep's memory. */
const ASIDE: readonly string[] = ['OP_TEST_DELAY', 'OP_TAGS_SET', 'OP_TAGS_DEL']

/** Asks for these jobs and gives those that are about instances, in the order of the ids. */
export function* playedJobs(ids: readonly number[]): Run<readonly PlayedJob[]> {
  if (ids.length === 0) return []
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [[...ids], [...FIELDS]] })
  return (isJsonArray(rows) ? rows : []).flatMap(row => (isJsonArray(row) ? jobOf(row) : []))
}

function jobOf(row: readonly JsonValue[]): readonly PlayedJob[] {
  const [id, status, ops, opstatus, opresult, start, end] = row
  const opcodes = (isJsonArray(ops) ? ops : []).filter(isJsonObject)
  const told = opcodes.filter(({ OP_ID }) => !ASIDE.includes(String(OP_ID)))
  const instance = told.map(({ instance_name: name }) => name).find(name => typeof name === 'string')
  if (typeof id !== 'number' || typeof status !== 'string' || typeof instance !== 'string') return []
  const failed = (isJsonArray(opstatus) ? opstatus : []).indexOf('error')
  const result = isJsonArray(opresult) ? opresult[failed] : undefined
  return [
    {
      id,
      instance,
      type: opcodes.map(opcode => readMarks(opcode).repair).find(mark => mark !== undefined)?.type,
      opcodes: told.map(opcode => ({ name: nameOf(opcode['OP_ID']), nodes: nodesOf(opcode) })),
      status,
      startUs: microsecondsOf(start),
      endUs: microsecondsOf(end),
      failure:
        failed < 0
          ? undefined
          : { opcode: nameOf(opcodes[failed]?.['OP_ID']), message: ganetiErrorOf(result ?? null).message },
    },
  ]
}

function nameOf(opId: JsonValue | undefined): string {
  return String(opId).replace(/^OP_/, '')
}

function nodesOf(opcode: { readonly [key: string]: JsonValue }): readonly string[] {
  const { nodes, remote_node: remote, target_node: target } = opcode
  const listed = isJsonArray(nodes) ? nodes : []
  return [...listed, remote, target].filter(node => typeof node === 'string')
}

/** Of a pair of seconds and microseconds. */
function microsecondsOf(time: JsonValue | undefined): number | undefined {
  const [seconds, microseconds] = isJsonArray(time) ? time : []
  return typeof seconds === 'number' && typeof microseconds === 'number'
    ? seconds * 1_000_000 + microseconds
    : undefined
}
