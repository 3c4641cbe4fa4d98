import { setTimeout } from 'node:timers/promises'
import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { luxiCall } from '../../ganeti/luxi-call.ts'

/** How often to look whether a job has come as far as it should. */
const LOOK_EVERY_MS = 250

/** Far beyond what any job of a story takes: the longest are delays of some ten seconds. */
const PATIENCE_MS = 120_000

/** What is compared of a job, and by which field luxid calls it. */
export interface SeenJob {
  readonly id: number
  readonly status: string
  readonly summary: readonly string[]
  readonly opstatus: JsonValue
  readonly opresult: JsonValue
}

/** All jobs that luxid shows, by id. */
export async function allJobs(socket: string): Promise<readonly SeenJob[]> {
  const fields = ['id', 'status', 'summary', 'opstatus', 'opresult']
  const rows = await luxiCall(socket, 'QueryJobs', null, fields)
  if (!isJsonArray(rows)) throw new TypeError('luxid lists no jobs')
  return rows.map(jobOf).sort((a, b) => a.id - b.id)
}

function jobOf(row: JsonValue): SeenJob {
  const [id, status, summary, opstatus = null, opresult = null] = isJsonArray(row) ? row : []
  if (typeof id !== 'number' || typeof status !== 'string' || !isJsonArray(summary)) {
    throw new TypeError(`luxid shows a job as ${JSON.stringify(row)}`)
  }
  return { id, status, summary: summary.map(String), opstatus, opresult }
}

/** Submits one job and returns its id. */
export async function submit(socket: string, opcodes: readonly JsonObject[]): Promise<number> {
  const id = await luxiCall(
    socket,
    'SubmitJob',
    opcodes.map(opcode => ({ reason: [], ...opcode })),
  )
  if (typeof id !== 'number') throw new TypeError(`luxid gave the job no id: ${JSON.stringify(id)}`)
  return id
}

/** Submits one job and waits for its end. */
export async function submitAndWait(socket: string, opcodes: readonly JsonObject[]): Promise<number> {
  const id = await submit(socket, opcodes)
  await until(socket, `job ${id} ends`, jobs => jobs.some(job => job.id === id && isOver(job)))
  return id
}

/** Waits until no job is unfinished. */
export async function untilQuiet(socket: string): Promise<void> {
  await until(socket, 'all jobs have ended', jobs => jobs.every(isOver))
}

/** Waits until the jobs are as they should be. Throws an Error if that takes too long. */
export async function until(
  socket: string,
  what: string,
  isSo: (jobs: readonly SeenJob[]) => boolean,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
    if (isSo(await allJobs(socket))) return
    await setTimeout(LOOK_EVERY_MS)
  }
  throw new Error(`waited in vain until ${what}`)
}

/** The latest job with an opcode of that summary. */
export function latest(jobs: readonly SeenJob[], summary: string): SeenJob | undefined {
  return jobs.findLast(job => job.summary.includes(summary))
}

function isOver({ status }: SeenJob): boolean {
  return status === 'success' || status === 'error' || status === 'canceled'
}
