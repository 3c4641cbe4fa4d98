/** What a live node says of itself (query.md section 5.1); totals may be fractional, in MiB as all sizes here. */
export interface NodeResources {
  readonly memoryTotalMiB: number
  readonly memoryOfNodeMiB: number
  readonly memoryFreeMiB: number
  readonly diskTotalMiB: number
  readonly diskFreeMiB: number
}

/** A node of the cluster, as the master's configuration has it and as it answered just now. */
export interface Node {
  readonly name: string
  readonly groupUuid: string
  readonly offline: boolean
  readonly drained: boolean
  readonly vmCapable: boolean
  /** undefined when it was not asked (offline or not vm_capable) or did not answer. */
  readonly resources: NodeResources | undefined
  /** Why a node that should have answered has no resources: the message of the first field that lacks. */
  readonly silence: string | undefined
  /** When its configuration (its flags among it) was last changed, in seconds since the epoch; undefined where the run did not ask. */
  readonly mtimeSeconds: number | undefined
}

/** Whether Ganeti asks this node for live data: offline nodes and those that hold no instances are left alone. */
export function isAsked(node: Node): boolean {
  return !node.offline && node.vmCapable
}

/** Whether a node can take or keep instances, as far as its flags tell: it may be silent all the same. */
export function isInService(node: Node): boolean {
  return isAsked(node) && !node.drained
}
