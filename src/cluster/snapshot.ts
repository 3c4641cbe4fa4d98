import type { Group } from './group.ts'
import type { Instance } from './instance.ts'
import type { Node } from './node.ts'

/** Of an instance whose row cannot be made sense of, only that is known. */
export interface UnreadableInstance {
  readonly name: string
  readonly problem: string
}

/** The whole cluster at one moment: all that a plan is made from. Instances are in luxid's order. */
export interface Snapshot {
  /** By name. */
  readonly nodes: ReadonlyMap<string, Node>
  /** By UUID. */
  readonly groups: ReadonlyMap<string, Group>
  readonly instances: readonly Instance[]
  readonly unreadable: readonly UnreadableInstance[]
  readonly clusterTags: readonly string[]
  readonly master: string
  readonly defaultHypervisor: string
}
