import { nodedAnswers } from '../../ganeti/state/hardware.ts'
import type { NodeState } from '../../ganeti/state/objects.ts'
import { instanceDiskUsageMiB } from '../../ganeti/state/templates.ts'
import type { Stage } from '../../play/stage.ts'

/** So many times all instances of the cluster have room on each node: however it is counted, there is enough. */
const TIMES = 3

/** What hail takes a KVM node's own system to need, whatever it does (htools-allocation.md section 6). */
const OWN_MIB = 4096

/**
 * Whether a group has so much room, on two nodes that are none of the instance's own, that no way to count it can find too little: the model
 * has no allocator. Where tags keep instances apart from each other it says no.
 */
export function isRoomAmple(
  { truth }: Stage,
  group: readonly Readonly<NodeState>[],
  own: readonly string[],
): boolean {
  for (const tag of truth.cluster.tags) if (tag.startsWith('htools:')) return false
  let memoryMiB = 0
  let diskMiB = 0
  for (const instance of truth.instancesByName.values()) {
    memoryMiB += instance.memoryMiB
    diskMiB += instanceDiskUsageMiB(instance)
  }
  const good = group.filter(node => node.vmCapable && !node.offline && !node.drained && nodedAnswers(node))
  const isRoomy = ({ hardware }: Readonly<NodeState>) =>
    !hardware.hasBrokenStorage &&
    hardware.filledMemoryMiB + hardware.filledDiskMiB === 0 &&
    hardware.memoryMiB -
      Math.max(OWN_MIB, hardware.reservedMemoryMiB) -
      Math.max(0, hardware.unaccountedMemoryMiB) >=
      TIMES * memoryMiB &&
    hardware.diskMiB - Math.max(0, hardware.unaccountedDiskMiB) >= TIMES * diskMiB
  return (
    group.filter(({ offline }) => !offline).every(isRoomy) &&
    good.filter(({ uuid }) => !own.includes(uuid)).length >= 2
  )
}
