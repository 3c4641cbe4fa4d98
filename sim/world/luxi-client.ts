import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { LuxiError } from '../../src/luxi/luxi-error.ts'
import { perform, type Run } from '../../src/run/effects.ts'

/*
 * What Ganeti's Python clients (lib/luxi.py, lib/cli.py) do on a connection, as parts of runs: the watcher and the admin are
 * such clients. LuxiError comes out of every call as it does for harep.
 */

/** One call. */
export function call(method: string, ...args: JsonValue[]): Run<JsonValue> {
  return perform<'luxi'>({ kind: 'luxi', method, args })
}

/** The job was no success, or is gone: what cli.PollJob raises for it. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
}

const POLL_TIMEOUT_S = 60

/** Submits one job and returns its id. */
export function* submitJob(opcodes: readonly JsonObject[]): Run<number> {
  const id = yield* call('SubmitJob', opcodes)
  if (typeof id !== 'number') throw new JobFailure(`no job id but ${JSON.stringify(id)}`)
  return id
}

/** Waits for a job and returns its opcodes' results (lib/cli.py:692-795). Throws JobFailure when it was no success. */
export function* pollJob(id: number): Run<readonly JsonValue[]> {
  let seen: JsonValue = null
  let serial: number | null = null
  for (;;) {
    const change: JsonValue = yield* call('WaitForJobChange', id, ['status'], seen, serial, POLL_TIMEOUT_S)
    const [values, entries] = listOf(change)
    const log = listOf(entries)
    for (const entry of log) serial = Math.max(serial ?? 0, Number(listOf(entry)[0]))
    // As in Ganeti: a change that brings log lines is never taken for the end, the next one is.
    if (log.length === 0 && isOver(listOf(values)[0])) break
    seen = values ?? null
  }
  const rows = yield* call('QueryJobs', [id], ['status', 'opstatus', 'opresult'])
  const [status, opstatus, opresult] = listOf(listOf(rows)[0])
  if (status === 'success') return listOf(opresult)
  const failed = listOf(opstatus).indexOf('error')
  throw new JobFailure(`job ${id}: ${status} ${JSON.stringify(listOf(opresult)[failed] ?? null)}`)
}

/** Carries out a part that may fail without ending the run, as Python's `except Exception` does; returns the failure. */
export function* attempt(part: Run<unknown>): Run<Error | undefined> {
  try {
    yield* part
    return undefined
  } catch (error) {
    if (error instanceof LuxiError || error instanceof JobFailure) return error
    throw error
  }
}

/** Submits a job and waits for it, as cli.SubmitOpCode does. */
export function* runJob(opcodes: readonly JsonObject[]): Run<readonly JsonValue[]> {
  return yield* pollJob(yield* submitJob(opcodes))
}

/** The values of a query's rows, whatever their status is: null where there is none. */
export function* queryRows(what: string, fields: readonly string[], filter: JsonValue): Run<JsonValue[][]> {
  const answer = yield* call('Query', what, fields, filter)
  const data = isJsonObject(answer) ? answer['data'] : undefined
  return listOf(data).map(row => listOf(row).map(cell => listOf(cell)[1] ?? null))
}

/** The elements of a list; of anything else, none. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : []
}

function isOver(status: JsonValue | undefined): boolean {
  // A job whose file is gone has null here, for ever: Ganeti's client gives up on it, too.
  return status === undefined || status === null || FINAL.includes(String(status))
}

const FINAL = ['success', 'error', 'canceling', 'canceled']
