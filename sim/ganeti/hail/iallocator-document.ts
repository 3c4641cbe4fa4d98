import type { AdminState } from '../../../src/cluster/instance.ts'
import type { AllocPolicy, DefinedDiskTemplate } from '../cluster-definition.ts'

/**
 * The document that an opcode hands to its allocator, as far as hail reads it (htools-allocation.md section 1; Ganeti
 * lib/masterd/iallocator.py:483-858). It is JSON in memory: the simulated hail reads the same document that Debian's hail
 * reads from a file. The order of the keys matters, because hail numbers groups, nodes and instances by it. Sizes in MiB.
 */
export interface IallocatorDocument {
  readonly version: 2
  readonly cluster_name: string
  readonly cluster_tags: readonly string[]
  readonly enabled_hypervisors: readonly string[]
  readonly ipolicy: InstancePolicy
  /** By UUID. */
  readonly nodegroups: Readonly<Record<string, DocumentGroup>>
  /** By name. */
  readonly nodes: Readonly<Record<string, DocumentNode>>
  /** By name. */
  readonly instances: Readonly<Record<string, DocumentInstance>>
  readonly request: IallocatorRequest
}

/** What instances may be like (Ganeti src/Ganeti/HTools/Types.hs, IPolicy). */
export interface InstancePolicy {
  /** Alternatives: an instance has to fit between minimum and maximum of one of them. */
  readonly minmax: readonly { readonly min: InstanceSpec; readonly max: InstanceSpec }[]
  readonly std: InstanceSpec
  readonly 'disk-templates': readonly DefinedDiskTemplate[]
  /** How many virtual CPUs a physical one may carry. */
  readonly 'vcpu-ratio': number
  readonly 'spindle-ratio': number
}

/** A bound of an instance policy. */
export interface InstanceSpec {
  readonly 'memory-size': number
  readonly 'disk-size': number
  readonly 'disk-count': number
  readonly 'cpu-count': number
  readonly 'nic-count': number
  readonly 'spindle-use': number
}

/** A node group with its policy, the cluster's filled in. */
interface DocumentGroup {
  readonly name: string
  readonly alloc_policy: AllocPolicy
  readonly networks: readonly string[]
  readonly ipolicy: InstancePolicy
  readonly tags: readonly string[]
}

/** A node. What only the node itself knows is missing for one that is offline or not vm_capable. */
export interface DocumentNode {
  readonly offline: boolean
  readonly drained: boolean
  readonly vm_capable: boolean
  readonly group: string
  readonly tags: readonly string[]
  readonly ndparams: { readonly spindle_count: number; readonly exclusive_storage: false }
  readonly total_memory?: number
  /** What the node's own system uses. */
  readonly reserved_memory?: number
  /** As reported, less what instances that should run here do not use yet. */
  readonly free_memory?: number
  /** Of the storage of the request's disk template; 0 where that storage does not report its space. */
  readonly total_disk?: number
  readonly free_disk?: number
  readonly total_spindles?: number
  readonly free_spindles?: number
  readonly total_cpus?: number
  readonly reserved_cpus?: number
}

/** What instances of the cluster and the instance to be allocated have in common. */
interface InstanceBasics {
  readonly memory: number
  readonly vcpus: number
  readonly spindle_use: number
  readonly disk_template: DefinedDiskTemplate
  readonly disks: readonly { readonly size: number }[]
  readonly disk_space_total: number
  readonly tags: readonly string[]
  readonly nics: readonly object[]
}

/** An instance of the cluster. Whether it is forthcoming is not said: Ganeti 3.0.2 does not pass it on. */
export interface DocumentInstance extends InstanceBasics {
  readonly admin_state: AdminState
  /** Names: primary first. */
  readonly nodes: readonly [string, ...string[]]
}

/** What the allocator is asked (htools-allocation.md section 2). */
export type IallocatorRequest = AllocateRequest | RelocateRequest | NodeEvacuateRequest

/** Places for a new instance. */
export interface AllocateRequest extends InstanceBasics {
  readonly type: 'allocate'
  readonly name: string
  readonly required_nodes: 1 | 2
  readonly group_name: null
}

/** Another node for an instance in place of `relocate_from`. */
export interface RelocateRequest {
  readonly type: 'relocate'
  readonly name: string
  readonly required_nodes: 1
  readonly relocate_from: readonly string[]
}

/** New nodes in their own groups for several instances, and the jobs that move them there. */
export interface NodeEvacuateRequest {
  readonly type: 'node-evacuate'
  readonly instances: readonly string[]
  readonly evac_mode: EvacuationMode
}

/** Which nodes of an instance are to be left. */
export type EvacuationMode = 'primary-only' | 'secondary-only' | 'all'
