import type { AdminState } from '../../../src/cluster/instance.ts'
import type { AllocPolicy, DefinedDiskTemplate } from '../cluster-definition.ts'
import type { GuestSet } from './guest-set.ts'

/**
 * The objects of the simulated configuration and the hardware under it. They are mutable and private to the simulator;
 * whoever looks from outside gets a snapshot. Configuration is what Ganeti believes, hardware is what is the case: the
 * two differ as soon as a node dies, and that difference is what harep is about.
 */
export interface TaggedObject {
  readonly uuid: string
  readonly name: string
  readonly tags: Set<string>
  readonly ctimeUs: number
  mtimeUs: number
  serialNo: number
}

/** A node group. */
export interface GroupState extends TaggedObject {
  readonly kind: 'nodegroup'
  allocPolicy: AllocPolicy
}

/** A node: configuration and, in `hardware`, the machine itself. */
export interface NodeState extends TaggedObject {
  readonly kind: 'node'
  readonly groupUuid: string
  readonly primaryIp: string
  offline: boolean
  drained: boolean
  masterCandidate: boolean
  masterCapable: boolean
  vmCapable: boolean
  readonly hardware: NodeHardware
}

/** What a machine is and holds, whatever the configuration says. */
interface NodeHardware {
  poweredOn: boolean
  /** Its cable: without it the node runs its guests on, and nobody on other nodes can tell. */
  isConnected: boolean
  /** Whether the master gets through to it; kept by updateReachability of hardware.ts. */
  isReachable: boolean
  /** Whether noded, which answers the master's calls, runs. */
  runsNoded: boolean
  bootId: string
  readonly memoryMiB: number
  readonly reservedMemoryMiB: number
  readonly diskMiB: number
  /** In use, and not by the node's system, an instance or a volume; negative where more is free than there should be. */
  readonly unaccountedMemoryMiB: number
  readonly unaccountedDiskMiB: number
  /** Taken by what has come later and is no guest and no volume either. */
  filledMemoryMiB: number
  filledDiskMiB: number
  readonly cpus: number
  /** UUIDs of the instances that run here. */
  readonly guests: GuestSet
  /** Volumes by the UUID of their disk: a power cut leaves them, and their names, in place. */
  readonly volumes: Map<string, Volume>
  /** UUIDs of the instances whose disks are assembled here: DRBD's devices are up. A power cut takes them down. */
  readonly assembled: Set<string>
  /** Whether the storage gives errors: nothing can be read from its volumes, and none be made. */
  hasBrokenStorage: boolean
}

/** A disk's data at one place. */
export interface Volume {
  /** What it takes of the node's storage. */
  readonly usageMiB: number
  /** 1 for the data an instance came with; whatever replaces it, blank disks or a new system, is of a new generation. */
  generation: number
  content: VolumeContent
  /** False while it is the target of a copy that has not ended, and for ever if that never does: no guest can run on it. */
  isComplete: boolean
  /** Whole, but of a time before its node was away: the instance has run on its other copy since, and they were not connected again. */
  isBehind?: true
}

/** What is on a volume: the data the instance came with, nothing yet, or a freshly installed system. */
export type VolumeContent = 'original' | 'blank' | 'installed'

/** A disk of an instance. */
interface DiskState {
  readonly uuid: string
  readonly sizeMiB: number
  /** How many generations were ever made. */
  generationsMade: number
}

/** An instance. */
export interface InstanceState extends TaggedObject {
  readonly kind: 'instance'
  readonly diskTemplate: DefinedDiskTemplate
  /** UUIDs of its nodes. Change them by ClusterState.setInstanceNodes only, which keeps the index. */
  primaryUuid: string
  secondaryUuid: string | undefined
  readonly disks: readonly DiskState[]
  adminState: AdminState
  adminStateSource: 'admin' | 'user'
  disksActive: boolean
  memoryMiB: number
  minMemoryMiB: number
  vcpus: number
  spindleUse: number
  autoBalance: boolean
  alwaysFailover: boolean
  os: string
  readonly hypervisor: string
  readonly forthcoming: boolean
}

/** The cluster itself. */
export interface ClusterObject extends TaggedObject {
  readonly kind: 'cluster'
  readonly hypervisor: string
  masterUuid: string
  maxRunningJobs: number
  candidatePoolSize: number
  readonly diskTemplates: readonly DefinedDiskTemplate[]
  readonly policyDiskTemplates: readonly DefinedDiskTemplate[]
  defaultIallocator: string
  readonly noCapacityChecks: boolean
  /** Whether the watcher of a node that is marked offline stops all guests there. */
  readonly maintainNodeHealth: boolean
  enabledUserShutdown: boolean
  /** Until when the watcher is paused, in seconds since the epoch. */
  watcherPauseUntil: number | null
}

/** Whatever can carry tags. */
export type AnyObject = ClusterObject | GroupState | NodeState | InstanceState
