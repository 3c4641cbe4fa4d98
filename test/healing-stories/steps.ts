import type { JsonObject } from '../../src/cluster/json.ts'
import type { Stage, Step } from './story.ts'

/* Short names for what happens in stories. What an admin does by a job is a job here, too. */

export const kill = (node: string): Step => ({ kind: 'kill', node })
export const online = (node: string): Step => ({ kind: 'online', node })
export const crash = (instance: string): Step => ({ kind: 'crash', instance })
export const osCreationFails = (fails: boolean): Step => ({ kind: 'os creation', fails })

/** Nodes lose their power, and an admin marks them offline. */
export function offline(...nodes: string[]): readonly Step[] {
  return [...nodes.map(kill), { kind: 'jobs', jobs: nodes.map(node => [setNode(node, { offline: true })]) }]
}

export const busy = (seconds: number, ...nodes: string[]): Step => ({ kind: 'busy', nodes, seconds })

/** An admin drains nodes. */
export const drain = (...nodes: string[]): Step => ({
  kind: 'jobs',
  jobs: nodes.map(node => [setNode(node, { drained: true })]),
})

export const start = (...instances: string[]): Step => ({
  kind: 'jobs',
  jobs: instances.map(instance_name => [{ OP_ID: 'OP_INSTANCE_STARTUP', instance_name }]),
})

export const stop = (instance: string): Step => ({
  kind: 'jobs',
  jobs: [[{ OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: instance }]],
})

export const addTags = (name: string, ...tags: string[]): Step => ({
  kind: 'jobs',
  jobs: [[{ OP_ID: 'OP_TAGS_SET', kind: 'instance', name, tags }]],
})

export const forget = (...instances: string[]): Step => ({ kind: 'forget', instances })

/** So many runs of harep, each after the jobs of the one before. */
export function harep(runs = 1): readonly Step[] {
  return Array.from({ length: runs }, () => ({ kind: 'harep' }) as const)
}

export const harepUnderWatch = (instance: string): Step => ({ kind: 'harep under watch', instance })

export const harepInterrupted = (stage: Stage, ...opcodes: JsonObject[]): Step => ({
  kind: 'harep interrupted',
  stage,
  opcodes,
})

function setNode(node: string, flags: JsonObject): JsonObject {
  return { OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, auto_promote: true, ...flags }
}
