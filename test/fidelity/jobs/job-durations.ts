import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { ended, type JobWorld, jobRows, microsecondsOf, submitMany } from './job-world.ts'

/** What is measured, in an order in which each can be done again and again. */
const MEASURED: readonly (readonly [name: string, opcode: JsonObject])[] = [
  ['TAGS_SET', { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['a'] }],
  ['MIGRATE', { OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web1' }],
  ['FAILOVER', { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' }],
  ['SHUTDOWN', { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: 'web1' }],
  ['REINSTALL', { OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'web1' }],
  ['STARTUP', { OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'web1' }],
  [
    'REPLACE_DISKS by hail',
    {
      OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
      instance_name: 'web1',
      mode: 'replace_new_secondary',
      iallocator: 'hail',
      disks: [],
    },
  ],
  ['NODE_SET_PARAMS', { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node5', drained: true, auto_promote: true }],
  ['NODE_SET_PARAMS back', { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node5', drained: false }],
]

/** Seconds, one list of samples for each thing that was measured. */
export type Samples = Map<string, number[]>

/** Measures how long parts of jobs take, one job at a time, `rounds` times each. */
export async function measure(world: JobWorld, rounds: number): Promise<Samples> {
  const samples: Samples = new Map()
  const add = (name: string, seconds: number) => samples.set(name, [...(samples.get(name) ?? []), seconds])
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, opcode] of MEASURED) {
      const ids = await submitMany(world, opcode)
      await ended(world, ids)
      const [[status, result, received, start, exec, end] = []] = await jobRows(
        world,
        ids,
        'status',
        'opresult',
        'received_ts',
        'start_ts',
        'opexec',
        'opend',
      )
      if (status !== 'success') throw new Error(`${name}: ${JSON.stringify(result)}`)
      const [begun, ran, over] = [start, onlyOf(exec), onlyOf(end)].map(microsecondsOf)
      add('received to waiting', ((begun ?? 0) - microsecondsOf(received)) / 1e6)
      add('waiting to running', ((ran ?? 0) - (begun ?? 0)) / 1e6)
      add(name, ((over ?? 0) - (ran ?? 0)) / 1e6)
    }
  }
  return samples
}

/** What a job of one opcode has in a list by opcodes. */
function onlyOf(list: JsonValue | undefined): JsonValue | undefined {
  return isJsonArray(list) ? list[0] : undefined
}

export function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN
}

/** One line for docs/fidelity.md. */
export function durationLine(name: string, real: readonly number[], simulated: readonly number[]): string {
  const shown = (list: readonly number[]) =>
    `${median(list).toFixed(2)} (${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)})`
  return `| ${name} | ${shown(real)} | ${shown(simulated)} |`
}
