import type { Instance } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import { covers, type RepairType } from '../../src/cluster/repair-type.ts'
import type { Snapshot } from '../../src/cluster/snapshot.ts'
import type { Permission } from '../../src/policy/permission.ts'

/*
 * The demo must not believe harep: whether an instance should be healed, and whether it is, follows here from the cluster
 * alone. This is on purpose a second, short statement of what harep's rules are to achieve, not a call of those rules.
 */

/** Whether the instance has lost something that a repair could give back; one that its admin set aside has not. */
export function isDamaged(instance: Instance, snapshot: Snapshot): boolean {
  if (instance.forthcoming || instance.adminState === 'offline') return false
  return !isWhole(instance, snapshot)
}

/** Whether the instance is what its admin wants: it runs or not, and all its nodes are there. */
export function isWhole(instance: Instance, snapshot: Snapshot): boolean {
  const wanted = instance.adminState === 'up' ? 'running' : 'ADMIN_down'
  return instance.status === wanted && nodesOf(instance, snapshot).every(isThere)
}

/** Whether its permission and the cluster allow to heal an instance, whose nodes are at their worst in `snapshot`. */
export function shouldBeHealed(instance: Instance, snapshot: Snapshot, permission: Permission): boolean {
  if (!isDamaged(instance, snapshot)) return false
  const type = repairFor(instance, snapshot)
  if (type === undefined || permission.kind !== 'enabled' || !covers(permission.upTo, type)) return false
  // A failover of drbd goes to where a copy is; all else needs nodes that are not its own.
  const own = nodesOf(instance, snapshot)
  const goesToCopy = type === 'failover' && instance.diskTemplate === 'drbd'
  return goesToCopy || hasRoom(instance, own.filter(node => !isThere(node)).length, snapshot)
}

/** The most destructive repair on the way back to health; undefined where nothing that harep may do leads there. */
function repairFor(instance: Instance, snapshot: Snapshot): RepairType | undefined {
  const [primary, secondary] = nodesOf(instance, snapshot)
  if (primary === undefined || [primary, secondary].some(node => node?.silence !== undefined))
    return undefined
  switch (instance.diskTemplate) {
    case 'drbd':
      if (secondary === undefined) return undefined
      if (!primary.offline) return secondary.offline && !primary.drained ? 'fix-storage' : undefined
      if (secondary.offline) return 'reinstall'
      return secondary.drained ? undefined : 'failover'
    case 'plain':
      return primary.offline ? 'reinstall' : undefined
    case 'diskless':
    case 'sharedfile':
    case 'rbd':
    case 'ext':
    case 'gluster':
    case 'blockdev':
      return primary.offline ? 'failover' : undefined
    case 'file':
      return primary.offline ? 'reinstall' : undefined
    default:
      // What the demo does not show is not expected of harep either.
      return undefined
  }
}

/** Whether `count` nodes of the instance's group, none of them its own, could take it. */
function hasRoom(instance: Instance, count: number, snapshot: Snapshot): boolean {
  const own = nodesOf(instance, snapshot)
  const roomy = [...snapshot.nodes.values()].filter(
    node =>
      node.groupUuid === own[0]?.groupUuid &&
      !own.includes(node) &&
      isThere(node) &&
      !node.drained &&
      node.resources !== undefined &&
      node.resources.memoryFreeMiB >= instance.memoryMiB &&
      node.resources.diskFreeMiB >= instance.diskUsageMiB,
  )
  return roomy.length >= count
}

function nodesOf(instance: Instance, snapshot: Snapshot): readonly Node[] {
  const names = instance.secondary === undefined ? [instance.primary] : [instance.primary, instance.secondary]
  return names.flatMap(name => snapshot.nodes.get(name) ?? [])
}

function isThere(node: Node): boolean {
  return !node.offline && node.silence === undefined
}
