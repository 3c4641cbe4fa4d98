import type { LockRequest } from '../jobs/lock-manager.ts'
import type { GroupState, InstanceState, NodeState } from '../state/objects.ts'

/** Lock names by level, as wconfd has them (jobs.md section 10): instances by name, everything else by UUID. */
export function instanceLock(instance: InstanceState): LockRequest {
  return { name: `instance/${instance.name}`, mode: 'exclusive' }
}

export function groupLock(group: GroupState, mode: LockRequest['mode']): LockRequest {
  return { name: `nodegroup/${group.uuid}`, mode }
}

/** The node locks of some nodes, each once. */
export function nodeLocks(nodes: Iterable<NodeState | undefined>): LockRequest[] {
  return locksAtLevel('node', nodes)
}

/** The node resource locks of some nodes, each once. */
export function nodeResourceLocks(nodes: Iterable<NodeState | undefined>): LockRequest[] {
  return locksAtLevel('node-res', nodes)
}

/** All locks of a level, those of objects that do not exist yet included. */
export function allLocks(level: 'node' | 'node-res'): LockRequest {
  return { name: `${level}/[lockset]`, mode: 'exclusive' }
}

/** Picks, for OpcodeRun.release, the locks of nodes and their resources that belong to none of `kept`. */
export function nodeLocksExcept(kept: readonly (NodeState | undefined)[]): (lockName: string) => boolean {
  const keptNames = new Set([...nodeLocks(kept), ...nodeResourceLocks(kept)].map(lock => lock.name))
  return name => (name.startsWith('node/') || name.startsWith('node-res/')) && !keptNames.has(name)
}

function locksAtLevel(level: 'node' | 'node-res', nodes: Iterable<NodeState | undefined>): LockRequest[] {
  const names = new Set<string>()
  for (const node of nodes) if (node !== undefined) names.add(`${level}/${node.uuid}`)
  return [...names].map(name => ({ name, mode: 'exclusive' as const }))
}
