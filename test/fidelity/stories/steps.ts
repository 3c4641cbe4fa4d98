import type { JsonObject } from '../../../src/cluster/json.ts'
import type { Step } from './story.ts'

/* Short names for what happens in stories. What an admin does by a job is a job here, too, with what gnt-node, gnt-instance
 * and gnt-*-tags would send. */

export const kill = (node: string): Step => ({ kind: 'kill', node })
export const offline = (node: string): Step => ({ kind: 'offline', node })
export const online = (node: string): Step => ({ kind: 'online', node })
export const osCreationFails = (fails: boolean): Step => ({ kind: 'os creation', fails })
export const harep = (...options: string[]): Step => ({ kind: 'harep', options })
export const cancel = (summary: string): Step => ({ kind: 'cancel', summary, isKill: false })
export const killJob = (summary: string): Step => ({ kind: 'cancel', summary, isKill: true })
export const awaitStatus = (summary: string, status: string): Step => ({
  kind: 'await status',
  summary,
  status,
})
export const removeTags = (instance: string, prefix: string): Step => ({
  kind: 'remove tags',
  instance,
  prefix,
})
export const queueDrained = (isDrained: boolean): Step => ({ kind: 'queue drained', isDrained })
export const compare: Step = { kind: 'compare' }

/** A job that is waited for. */
export const job = (...opcodes: JsonObject[]): Step => ({ kind: 'job', opcodes, isAwaited: true })

/** A job that goes on beside what follows. */
const submit = (...opcodes: JsonObject[]): Step => ({ kind: 'job', opcodes, isAwaited: false })

export const drained = (node: string, isDrained: boolean): Step =>
  job({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: node, force: true, drained: isDrained, auto_promote: true })
export const stop = (instance: string, ignoresOffline = false): Step =>
  job({ OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: instance, ignore_offline_nodes: ignoresOffline })
export const start = (instance: string): Step =>
  job({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: instance })
export const addTag = (instance: string, tag: string): Step =>
  job({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name: instance, tags: [tag] })

/** Keeps the master's node lock for so long: no delay of harep's begins meanwhile. */
export const busyMaster = (seconds: number): Step => submit({ OP_ID: 'OP_TEST_DELAY', duration: seconds })
