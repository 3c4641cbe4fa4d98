import type { ClusterDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import type { JsonValue } from '../../../../src/cluster/json.ts'
import type { Client } from '../client.ts'

/** A TEST_DELAY that takes the lock of one node. */
export const delay = (seconds: number, node = 'node2') => ({
  OP_ID: 'OP_TEST_DELAY',
  duration: seconds,
  on_master: false,
  on_nodes: [node],
})

/** A tag on an instance, which takes the instance's lock. */
export const tag = (name: string, ...tags: string[]) => ({
  OP_ID: 'OP_TAGS_SET',
  kind: 'instance',
  name,
  tags,
})

export const failover = (instance: string) => ({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: instance })

export function withSlots(definition: ClusterDefinition, maxRunningJobs: number): ClusterDefinition {
  return { ...definition, cluster: { ...definition.cluster, maxRunningJobs } }
}

export function statuses(client: Client, ...ids: number[]): JsonValue[] {
  return client.jobs(ids, ['status']).flat()
}

/** The statuses of a job's opcodes. */
export function opcodeStatuses(client: Client, id: number): JsonValue {
  return client.jobs([id], ['opstatus']).flat()[0] ?? null
}

export function runFor(client: Client, seconds: number): void {
  client.kernel.runUntil(client.kernel.nowUs + Math.round(seconds * 1e6))
}

/** Submits jobs of one opcode each in one call. */
export function submitMany(client: Client, ...opcodes: { readonly [key: string]: JsonValue }[]): number[] {
  const answer = client.call(
    'SubmitManyJobs',
    opcodes.map(opcode => [{ reason: [], ...opcode }]),
  )
  if (!Array.isArray(answer)) throw new Error('no list of jobs')
  return answer.map((pair: JsonValue) => Number(Array.isArray(pair) ? pair[1] : undefined))
}

/** Sends a request and gives its answer once there is one; the kernel is for the caller to run. */
export function ask(client: Client, method: string, ...args: JsonValue[]): () => JsonValue | undefined {
  let answer: JsonValue | undefined
  client.cluster.handle({ method, args }, given => {
    answer = given.result
  })
  return () => answer
}
