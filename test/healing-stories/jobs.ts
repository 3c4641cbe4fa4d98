import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../src/cluster/json.ts'
import type { Stage } from './story.ts'
import type { World } from './world.ts'

/** How often to look at jobs: a step of a repair takes some tenths of a second. */
const LOOK_EVERY_MS = 100

/** Far beyond what all jobs of a run take. */
const LOOKS_MAX = 3_000

/** What stories look at of a job. */
interface SeenJob {
  readonly id: number
  readonly status: string
  readonly summary: readonly string[]
  readonly opcodes: readonly JsonObject[]
  readonly opcodeStatuses: readonly string[]
  readonly results: JsonValue
}

/** All jobs that luxid shows, by id. */
export async function allJobs(world: World): Promise<readonly SeenJob[]> {
  const fields = ['id', 'status', 'summary', 'ops', 'opstatus', 'opresult']
  const rows = await world.call('QueryJobs', null, fields)
  return listOf(rows)
    .map(row => {
      const [id, status, summary, ops, opcodeStatuses, results = null] = listOf(row)
      return {
        id: Number(id),
        status: String(status),
        summary: listOf(summary).map(String),
        opcodes: listOf(ops).filter(isJsonObject),
        opcodeStatuses: listOf(opcodeStatuses).map(String),
        results,
      }
    })
    .sort((a, b) => a.id - b.id)
}

/** Submits one job and returns its id. */
export async function submit(world: World, opcodes: readonly JsonObject[]): Promise<number> {
  const id = await world.call(
    'SubmitJob',
    opcodes.map(opcode => ({ reason: [], ...opcode })),
  )
  if (typeof id !== 'number') throw new TypeError(`luxid gave the job no id: ${JSON.stringify(id)}`)
  return id
}

/** Waits until no job is unfinished. */
export async function untilQuiet(world: World): Promise<void> {
  await until(world, async () => {
    const rows = listOf(await world.call('QueryJobs', null, ['status']))
    return rows.every(row => isOver(String(listOf(row)[0])))
  })
  await world.settled()
}

/** Throws an Error if a job was no success. */
export async function expectSuccess(world: World, ids: readonly number[]): Promise<void> {
  for (const { id, status, summary, results } of await allJobs(world)) {
    if (ids.includes(id) && status !== 'success')
      throw new Error(`job ${id}, ${summary.join(', ')}, ends with ${status}: ${JSON.stringify(results)}`)
  }
}

/** Waits until such an opcode of the newest job that has one for the instance at least waits for its locks. */
export async function untilStage(world: World, stage: Stage): Promise<void> {
  await until(world, async () => {
    const job = (await allJobs(world)).findLast(({ opcodes }) => opcodes.some(isMeant(stage)))
    const status = job?.opcodeStatuses[job.opcodes.findIndex(isMeant(stage))]
    return status !== undefined && status !== 'queued'
  })
}

/** Lets time pass until something is so. Throws an Error if it never is. */
export async function until(world: World, isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    if (await isSo()) return
    await world.pause(LOOK_EVERY_MS)
  }
  throw new Error('a story waits for something that does not happen')
}

/** The elements of a list; of anything else, none. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : []
}

function isMeant({ opcode, instance }: Stage): (candidate: JsonObject) => boolean {
  return candidate => candidate['OP_ID'] === opcode && candidate['instance_name'] === instance
}

function isOver(status: string): boolean {
  return status === 'success' || status === 'error' || status === 'canceled'
}
