import type { InstancePolicy } from './iallocator-document.ts'

/** How loaded a node is, by hail's default of one unit for each instance: a secondary writes only. */
export interface Load {
  readonly cpu: number
  readonly memory: number
  readonly disk: number
  readonly network: number
}

/**
 * A node as hail computes with it (Ganeti src/Ganeti/HTools/Node.hs). Immutable: to book an instance makes another node,
 * so that one state of the cluster can be the start of many trials. Sizes in MiB.
 */
export interface HailNode {
  readonly index: number
  readonly name: string
  readonly group: number
  readonly policy: InstancePolicy
  /** Offline, drained or not vm_capable: nothing is placed here. */
  readonly isOffline: boolean
  readonly totalMemoryMiB: number
  /** What the node's own system takes. */
  readonly ownMemoryMiB: number
  /** What primary instances take that should run. */
  readonly instanceMemoryMiB: number
  /** By how much the node reported less than the bookkeeping has. Negative where it reported more. */
  readonly missingMemoryMiB: number
  /** As reported, less the memory of stopped instances: what would be left if all of them ran. */
  readonly freeMemoryIfAllRanMiB: number
  readonly totalDiskMiB: number
  readonly freeDiskMiB: number
  readonly cpus: number
  readonly usedVcpus: number
  /** The most spindles that the policy lets instances use here, and what they do use. */
  readonly spindlesMax: number
  readonly usedSpindles: number
  readonly load: Load
  /** Indexes of instances, last booked first. */
  readonly primaries: readonly number[]
  readonly secondaries: readonly number[]
  /** Memory that would be needed here if the node of that index died. */
  readonly memoryOfPeerMiB: ReadonlyMap<number, number>
  /** The largest of these. */
  readonly reservedMemoryMiB: number
  /** Whether what is reserved would not be there. */
  readonly failsN1: boolean
  /** How many primary instances have that exclusion tag. */
  readonly exclusionTags: ReadonlyMap<string, number>
  /** Tags that restrict where instances of this node may migrate, and those that it accepts. */
  readonly migrationTags: ReadonlySet<string>
  readonly acceptedMigrationTags: ReadonlySet<string>
  /** Failure domains this node is in. */
  readonly locations: ReadonlySet<string>
  readonly locationScore: number
  /** How many primary instances have that exclusion tag in that failure domain; the key is both. */
  readonly locationExclusions: ReadonlyMap<string, number>
}

/** Memory that is neither used by the bookkeeping nor missing. */
export function unallocatedMemoryMiB(node: HailNode): number {
  return recordedFreeMemoryMiB(node) - Math.max(0, node.missingMemoryMiB)
}

/** Memory that would be free if nothing were missing. */
export function recordedFreeMemoryMiB(node: HailNode): number {
  return Math.trunc(node.totalMemoryMiB) - node.ownMemoryMiB - node.instanceMemoryMiB
}

/** The share of its storage that is free; all of it where there is none. */
export function freeDiskShare({ freeDiskMiB, totalDiskMiB }: HailNode): number {
  return totalDiskMiB === 0 ? 1 : freeDiskMiB / totalDiskMiB
}
