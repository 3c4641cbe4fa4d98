import type { Instance, InstanceStatus } from '../cluster/instance.ts'
import type { Node } from '../cluster/node.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import { ownMemoryOf } from './own-memory.ts'

/**
 * A node whose own figures do not add up with those of its instances: something uses memory or disk there that Ganeti
 * does not know of. The original warns of it and goes on (Ganeti src/Ganeti/HTools/Loader.hs updateMissing).
 */
export interface MissingResources {
  readonly node: string
  readonly memoryMiB: number
  readonly diskGiB: number
}

/** Up to so much may be missing without a warning. */
const MEMORY_MISSING_MAX_MIB = 512
const DISK_MISSING_MAX_MIB = 1024

const WITHOUT_MEMORY: readonly InstanceStatus[] = ['ADMIN_down', 'ADMIN_offline', 'ERROR_down', 'USER_down']

const NO_RESOURCES = {
  memoryTotalMiB: 0,
  memoryOfNodeMiB: 0,
  memoryFreeMiB: 0,
  diskTotalMiB: 0,
  diskFreeMiB: 0,
}

/** The nodes to warn of, the last one first, as the original lists them. */
export function missingResources(snapshot: Snapshot): readonly MissingResources[] {
  const used = usedByInstances(snapshot.instances)
  const { defaultHypervisor } = snapshot
  return [...snapshot.nodes.values()].flatMap(node => missingOn(node, used, defaultHypervisor)).reverse()
}

function missingOn(node: Node, used: UsedByInstances, hypervisor: string): readonly MissingResources[] {
  const { memoryTotalMiB, memoryOfNodeMiB, memoryFreeMiB, diskTotalMiB, diskFreeMiB } =
    node.resources ?? NO_RESOURCES
  const ownMemoryMiB = ownMemoryOf(memoryOfNodeMiB, hypervisor)
  const memoryMiB =
    Math.trunc(memoryTotalMiB) - ownMemoryMiB - (used.memoryMiB.get(node.name) ?? 0) - memoryFreeMiB
  const diskMiB = Math.trunc(diskTotalMiB) - diskFreeMiB - (used.diskMiB.get(node.name) ?? 0)
  if (memoryMiB <= MEMORY_MISSING_MAX_MIB && diskMiB <= DISK_MISSING_MAX_MIB) return []
  return [{ node: node.name, memoryMiB, diskGiB: Math.floor(diskMiB / 1024) }]
}

interface UsedByInstances {
  readonly memoryMiB: ReadonlyMap<string, number>
  readonly diskMiB: ReadonlyMap<string, number>
}

function usedByInstances(instances: readonly Instance[]): UsedByInstances {
  const memoryMiB = new Map<string, number>()
  const diskMiB = new Map<string, number>()
  const add = (to: Map<string, number>, node: string, sizeMiB: number) =>
    to.set(node, (to.get(node) ?? 0) + sizeMiB)
  for (const { primary, secondary, status, forthcoming, ...instance } of instances) {
    if (forthcoming) continue
    if (!WITHOUT_MEMORY.includes(status)) add(memoryMiB, primary, instance.memoryMiB)
    add(diskMiB, primary, instance.diskUsageMiB)
    if (secondary !== undefined) add(diskMiB, secondary, instance.diskUsageMiB)
  }
  return { memoryMiB, diskMiB }
}
