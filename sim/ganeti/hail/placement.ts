import type { FailMode } from './hail-answer.ts'
import type { HailInstance, HailNode } from './hail-input.ts'

/** The default ratio of virtual to physical CPUs in the instance policy. */
const VCPU_RATIO_MAX = 4

/** Hard limits hold always; strict checks also keep nodes able to take over from each other. */
export type Strictness = 'hard' | 'strict'

/** Why `node` cannot become the primary of `instance`, or undefined (Ganeti HTools/Node.hs:872-974). */
export function primaryFailure(
  node: HailNode,
  instance: HailInstance,
  strictness: Strictness,
): FailMode | undefined {
  const freeAfterMiB = node.freeMemoryMiB - instance.usedMemoryMiB
  if (freeAfterMiB <= 0) return 'FailMem'
  if (usesNodeDisk(instance) && node.freeDiskMiB - instance.diskUsageMiB <= 0) return 'FailDisk'
  if (strictness === 'hard') return undefined
  const failedBefore = node.freeMemoryMiB <= node.reservedMemoryMiB
  if (!failedBefore && freeAfterMiB <= node.reservedMemoryMiB) return 'FailMem'
  if (node.usedVcpus + instance.vcpus > VCPU_RATIO_MAX * node.cpus) return 'FailCPU'
  if (instance.exclusionTags.some(tag => node.exclusionTags.has(tag))) return 'FailTags'
  return undefined
}

/** Why `node` cannot become the secondary of `instance` with that primary (Ganeti HTools/Node.hs:990-1075). */
export function secondaryFailure(
  node: HailNode,
  instance: HailInstance,
  primaryIndex: number,
  strictness: Strictness,
): FailMode | undefined {
  if (node.freeDiskMiB - instance.diskUsageMiB <= 0) return 'FailDisk'
  if (strictness === 'hard') return undefined
  if (instance.memoryMiB >= node.freeMemoryMiB) return 'FailMem'
  const reservedAfterMiB = Math.max(
    node.reservedMemoryMiB,
    (node.memoryOfPeerMiB.get(primaryIndex) ?? 0) + instance.memoryMiB,
  )
  const failedBefore = node.freeMemoryMiB <= node.reservedMemoryMiB
  return !failedBefore && reservedAfterMiB >= node.freeMemoryMiB ? 'FailMem' : undefined
}

/** Whether the instance's disks lie on its nodes. */
export function usesNodeDisk(instance: HailInstance): boolean {
  return instance.storage === 'mirrored' || instance.storage === 'node'
}
