import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import type { FinishedJobDefinition } from '../ganeti/cluster-definition.ts'

/** A job that had not ended when it was asked for. */
export interface UnfinishedJob {
  readonly id: number
  readonly summary: readonly string[]
}

/** The jobs of a live queue, in the order of their ids. */
export interface PastJobs {
  readonly finished: readonly FinishedJobDefinition[]
  readonly unfinished: readonly UnfinishedJob[]
}

const FIELDS = [
  ...['id', 'status', 'ops', 'opstatus', 'opresult', 'oppriority', 'received_ts', 'end_ts', 'summary'],
] as const

/**
 * Asks a live luxid for its jobs, and for those of `ids` that are in its archive already. What is not as it should be, such
 * as a job that leaves the queue meanwhile, is left out. Throws LuxiError.
 */
export async function pastJobs(connection: LuxiConnection, ids: readonly number[]): Promise<PastJobs> {
  const live = rowsOf(await connection.call('QueryJobs', [null, [...FIELDS]]))
  const known = new Set(live.map(([id]) => id))
  const missing = [...new Set(ids)].filter(id => !known.has(id))
  // An empty list of ids would ask for all jobs again.
  const archived =
    missing.length === 0 ? [] : rowsOf(await connection.call('QueryJobs', [missing, [...FIELDS]]))
  const jobs = [...archived, ...live].flatMap(jobOf).sort((a, b) => a.id - b.id)
  return {
    finished: jobs.flatMap(job => ('opcodes' in job ? [job] : [])),
    unfinished: jobs.flatMap(job => ('summary' in job ? [job] : [])),
  }
}

function rowsOf(answer: JsonValue): readonly (readonly JsonValue[])[] {
  return isJsonArray(answer) ? answer.filter(isJsonArray) : []
}

type FinishedJob = FinishedJobDefinition & { readonly id: number }

function jobOf(row: readonly JsonValue[]): readonly (FinishedJob | UnfinishedJob)[] {
  const [id, status, ops, opstatus, opresult, oppriority, received, end, summary] = row
  if (typeof id !== 'number' || typeof status !== 'string') return []
  if (!FINAL.includes(status)) return [{ id, summary: listOf(summary).map(String) }]
  const opcodes = listOf(ops).filter(isJsonObject)
  if (opcodes.length === 0 || opcodes.some(({ OP_ID }) => typeof OP_ID !== 'string')) return []
  const [receivedSeconds, endSeconds] = [secondsOf(received), secondsOf(end)]
  return [
    {
      id,
      opcodes,
      statuses: opcodes.map((_, index) => statusOf(listOf(opstatus)[index])),
      results: listOf(opresult),
      priorities: listOf(oppriority).map(priority => (typeof priority === 'number' ? priority : 0)),
      ...(receivedSeconds === undefined ? {} : { receivedSeconds }),
      ...(endSeconds === undefined ? {} : { endSeconds }),
    },
  ]
}

const FINAL: readonly string[] = ['success', 'error', 'canceled']

function statusOf(status: JsonValue | undefined): 'success' | 'error' | 'canceled' {
  return status === 'success' || status === 'canceled' ? status : 'error'
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : []
}

/** Of a pair of seconds and microseconds. */
function secondsOf(time: JsonValue | undefined): number | undefined {
  const [seconds, microseconds] = listOf(time)
  return typeof seconds === 'number' && typeof microseconds === 'number'
    ? seconds + microseconds / 1_000_000
    : undefined
}
