import type { ClusterDefinition, InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { clusterFile, RealCluster } from '../../ganeti/real-cluster.ts'
import { Client } from '../../sim/ganeti/client.ts'

/** A cluster that jobs are sent to: a real one, or the same in the simulator. */
export interface JobWorld {
  readonly call: (method: string, ...args: JsonValue[]) => Promise<JsonValue>
  readonly pause: (seconds: number) => Promise<void>
}

/** The real cluster, as it was right after it came up. */
export function realWorld(): JobWorld {
  const cluster = RealCluster.up(clusterFile('default.cluster'))
  return {
    call: (method, ...args) => cluster.call(method, ...args),
    pause: seconds => new Promise(resolve => setTimeout(resolve, seconds * 1_000)),
  }
}

const drbd = (name: string, primary: string, secondary: string): InstanceDefinition => ({
  name,
  diskTemplate: 'drbd',
  primary,
  secondary,
  memoryMiB: 128,
  disksMiB: [128],
})

/** fixtures/real-clusters/default.cluster, simulated. */
const SIMULATED: ClusterDefinition = {
  cluster: { name: 'cluster', hypervisor: 'fake' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name, memoryMiB: 16_384 })),
  instances: [
    drbd('web1', 'node2', 'node3'),
    drbd('web2', 'node3', 'node2'),
    { name: 'db1', diskTemplate: 'plain', primary: 'node2', memoryMiB: 128, disksMiB: [128] },
    drbd('keep1', 'node2', 'node4'),
    drbd('low1', 'node2', 'node4'),
  ],
}

/** The simulated cluster. Its disks are in sync at once, as those of the real one are, whose DRBD is made of files. */
export function simulatedWorld(): JobWorld {
  const client = new Client({ ...SIMULATED, timing: { resyncMiBPerSecond: 0 } })
  return {
    call: async (method, ...args) => client.call(method, ...args),
    pause: async seconds => client.kernel.runUntil(client.kernel.nowUs + Math.round(seconds * 1e6)),
  }
}

export async function submitMany(world: JobWorld, ...jobs: (JsonObject | JsonObject[])[]): Promise<number[]> {
  const opcodes = jobs.map(job => (isJsonArray(job) ? job : [job]).map(opcode => ({ reason: [], ...opcode })))
  const answer = await world.call('SubmitManyJobs', opcodes)
  return rowsOf(answer).map(([, id]) => Number(id))
}

/** Values of jobs, a row for each. */
export async function jobRows(world: JobWorld, ids: number[], ...fields: string[]): Promise<JsonValue[][]> {
  return rowsOf(await world.call('QueryJobs', ids, fields))
}

function rowsOf(value: JsonValue | undefined): JsonValue[][] {
  if (!isJsonArray(value)) throw new Error(`no rows: ${JSON.stringify(value)}`)
  return value.map(row => {
    if (!isJsonArray(row)) throw new Error(`no row: ${JSON.stringify(row)}`)
    return [...row]
  })
}

function isOver(status: JsonValue | undefined): boolean {
  return status === 'success' || status === 'error' || status === 'canceled'
}

/** Waits until all jobs are over; bounded, since each of these jobs ends within half a minute. */
export async function ended(world: JobWorld, ids: number[]): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const rows = await jobRows(world, ids, 'status')
    if (rows.every(([status]) => isOver(status))) return
    await world.pause(0.05)
  }
  throw new Error(`jobs ${ids.join(', ')} have not ended after a minute`)
}

/**
 * In which order jobs begin to work, and in which they end, counted from 1, when all are over. Not both in one row: a job
 * that gets a lock may begin a moment before the one that had it has put down when it ended.
 */
export async function orderOf(world: JobWorld, ids: number[]): Promise<JsonValue> {
  await ended(world, ids)
  const rows = await jobRows(world, ids, 'opexec', 'end_ts')
  const sorted = (times: number[]) =>
    times.map((time, index) => ({ time, number: index + 1 })).sort((a, b) => a.time - b.time)
  const numbers = (times: number[]) => sorted(times).map(({ number }) => number)
  return {
    begun: numbers(rows.map(([exec]) => microsecondsOf(isJsonArray(exec) ? exec[0] : undefined))),
    ended: numbers(rows.map(([, end]) => microsecondsOf(end))),
  }
}

/** A time on the wire, [seconds, microseconds], in microseconds. */
export function microsecondsOf(time: JsonValue | undefined): number {
  if (!isJsonArray(time)) throw new Error(`no time: ${JSON.stringify(time)}`)
  return Number(time[0]) * 1_000_000 + Number(time[1])
}

/** The same value with texts replaced in its JSON, so that ids and times do not matter. */
export function replaced(value: JsonValue, pattern: RegExp | string, by: string): JsonValue {
  const copy: JsonValue = JSON.parse(JSON.stringify(value).replaceAll(pattern, by))
  return copy
}
