import type { FailMode } from './fail-mode.ts'
import { type HailInstance, isNotOffline, usesLocalStorage, usesMemory } from './hail-instance.ts'
import { type HailNode, type Load, unallocatedMemoryMiB } from './hail-node.ts'
import { countDown, countUp, locationExclusionsOf, missedLocations } from './tag-counts.ts'

/**
 * Books instances on nodes and off them, and says why one cannot be booked (Ganeti src/Ganeti/HTools/Node.hs:753-1075).
 * Hard limits hold always; strict booking also keeps nodes able to take over from each other, and to the policy.
 */
export type Strictness = 'hard' | 'strict'

/** `node` with `instance` as primary, or why not. */
export function addPrimary(
  node: HailNode,
  instance: HailInstance,
  strictness: Strictness,
): HailNode | FailMode {
  const after = withPrimary(node, instance, 1)
  const freeMiB = unallocatedMemoryMiB(after)
  const usesDisk = usesLocalStorage(instance)
  const isStrict = strictness === 'strict'
  const failsN1 = freeMiB <= node.reservedMemoryMiB
  const ratioMax = node.policy['vcpu-ratio']
  const hasTooManyCpus = ratioMax >= 0 && ratioMax < after.usedVcpus / node.cpus
  if (freeMiB <= 0) return 'FailMem'
  if (usesDisk && after.freeDiskMiB <= 0) return 'FailDisk'
  if (isStrict) {
    if (usesDisk && after.usedSpindles > node.spindlesMax) return 'FailDisk'
    if (failsN1 && !node.failsN1) return 'FailMem'
    if (hasTooManyCpus) return 'FailCPU'
    if (instance.exclusionTags.some(tag => node.exclusionTags.has(tag))) return 'FailTags'
    // Last, whether it would fit if the stopped instances ran as well.
    if (after.freeMemoryIfAllRanMiB <= 0) return 'FailMem'
  }
  return {
    ...after,
    failsN1,
    primaries: [instance.index, ...node.primaries],
    exclusionTags: countUp(node.exclusionTags, instance.exclusionTags),
    locationExclusions: countUp(node.locationExclusions, locationExclusionsOf(node, instance)),
  }
}

/** `node` without `instance`, whose primary it was. */
export function removePrimary(node: HailNode, instance: HailInstance): HailNode {
  const after = withPrimary(node, instance, -1)
  return {
    ...after,
    failsN1: unallocatedMemoryMiB(after) <= node.reservedMemoryMiB,
    primaries: without(node.primaries, instance.index),
    exclusionTags: countDown(node.exclusionTags, instance.exclusionTags),
    locationExclusions: countDown(node.locationExclusions, locationExclusionsOf(node, instance)),
  }
}

/** `node` as the secondary of `instance`, whose primary is `primary`, or why not. */
export function addSecondary(
  node: HailNode,
  instance: HailInstance,
  primary: number,
  strictness: Strictness,
  ignoresDisk = false,
): HailNode | FailMode {
  const after = withSecondary(node, instance, 1)
  const neededMiB = isNotOffline(instance) ? instance.memoryMiB : 0
  const ofPeerMiB = (node.memoryOfPeerMiB.get(primary) ?? 0) + neededMiB
  const freeMiB = unallocatedMemoryMiB(node)
  const reservedMemoryMiB = Math.max(node.reservedMemoryMiB, ofPeerMiB)
  const failsN1 = freeMiB <= reservedMemoryMiB
  if (instance.diskTemplate !== 'drbd') return 'FailDisk'
  if (!ignoresDisk && after.freeDiskMiB <= 0) return 'FailDisk'
  if (strictness === 'strict') {
    if (after.usedSpindles > node.spindlesMax) return 'FailDisk'
    if (neededMiB >= freeMiB) return 'FailMem'
    if (failsN1 && !node.failsN1) return 'FailMem'
    if (neededMiB >= node.freeMemoryIfAllRanMiB) return 'FailMem'
  }
  const memoryOfPeerMiB = new Map(node.memoryOfPeerMiB).set(primary, ofPeerMiB)
  const secondaries = [instance.index, ...node.secondaries]
  return { ...after, memoryOfPeerMiB, reservedMemoryMiB, failsN1, secondaries }
}

/** `node` without `instance`, whose secondary it was. */
export function removeSecondary(node: HailNode, instance: HailInstance): HailNode {
  const { primary } = instance
  const beforeMiB = node.memoryOfPeerMiB.get(primary) ?? 0
  const ofPeerMiB = beforeMiB - (isNotOffline(instance) ? instance.memoryMiB : 0)
  const memoryOfPeerMiB = new Map(node.memoryOfPeerMiB)
  if (ofPeerMiB > 0) memoryOfPeerMiB.set(primary, ofPeerMiB)
  else memoryOfPeerMiB.delete(primary)
  const isLargest = beforeMiB >= node.reservedMemoryMiB
  const reservedMemoryMiB = isLargest ? Math.max(0, ...memoryOfPeerMiB.values()) : node.reservedMemoryMiB
  return {
    ...withSecondary(node, instance, -1),
    memoryOfPeerMiB,
    reservedMemoryMiB,
    failsN1: unallocatedMemoryMiB(node) <= reservedMemoryMiB,
    secondaries: without(node.secondaries, instance.index),
  }
}

/** The sums of a node with one primary instance more (1) or less (-1). */
function withPrimary(node: HailNode, instance: HailInstance, sign: 1 | -1): HailNode {
  const usesDisk = usesLocalStorage(instance)
  return {
    ...node,
    instanceMemoryMiB: node.instanceMemoryMiB + (usesMemory(instance) ? sign * instance.memoryMiB : 0),
    freeMemoryIfAllRanMiB: node.freeMemoryIfAllRanMiB - sign * instance.memoryMiB,
    freeDiskMiB: node.freeDiskMiB - (usesDisk ? sign * instance.diskMiB : 0),
    usedVcpus: node.usedVcpus + (isNotOffline(instance) ? sign * instance.vcpus : 0),
    usedSpindles: node.usedSpindles + (usesDisk ? sign * instance.spindleUse : 0),
    load: addLoad(node.load, sign, sign),
    locationScore: node.locationScore + sign * (instance.locationScore + missedLocations(node, instance)),
  }
}

/** The same for a secondary one, which is a mirrored one and so has its disks here. */
function withSecondary(node: HailNode, instance: HailInstance, sign: 1 | -1): HailNode {
  return {
    ...node,
    freeDiskMiB: node.freeDiskMiB - sign * instance.diskMiB,
    usedSpindles: node.usedSpindles + sign * instance.spindleUse,
    load: addLoad(node.load, 0, sign),
  }
}

/** A load with `ofPrimary` added to all but the disk's, and `toDisk` to the disk's. */
export function addLoad(load: Load, ofPrimary: number, toDisk: number): Load {
  return {
    cpu: load.cpu + ofPrimary,
    memory: load.memory + ofPrimary,
    disk: load.disk + toDisk,
    network: load.network + ofPrimary,
  }
}

/** A list without the first place of `index`; as it is if it has none, as for an instance that was numbered anew. */
function without(list: readonly number[], index: number): readonly number[] {
  const place = list.indexOf(index)
  return place === -1 ? list : list.toSpliced(place, 1)
}
