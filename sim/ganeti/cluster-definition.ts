import type { AdminState, DiskTemplate } from '../../src/cluster/instance.ts'
import type { JsonObject, JsonValue } from '../../src/cluster/json.ts'
import type { Timing } from './timing.ts'

/** The templates that an instance can be defined with: all of Ganeti's, but not luxid's `mixed`. */
export type DefinedDiskTemplate = Exclude<DiskTemplate, 'mixed'>

/** Whether and when the allocator may choose a group (htools-allocation.md section 4). */
export type AllocPolicy = 'preferred' | 'last_resort' | 'unallocable'

/** What a simulated cluster starts as. All sizes in MiB; whatever is absent has a plausible default. */
export interface ClusterDefinition {
  readonly cluster: ClusterSettings
  /** How long things take, where the defaults of timing.ts do not fit. */
  readonly timing?: Partial<Timing>
  readonly groups: readonly GroupDefinition[]
  readonly nodes: readonly NodeDefinition[]
  readonly instances: readonly InstanceDefinition[]
  /** What is in the job queue when the simulation begins: the jobs that made the cluster, say. Their ids count from 1. */
  readonly finishedJobs?: readonly FinishedJobDefinition[]
}

/** A job that is over; a success of just now with the next free id where nothing else is said. */
export interface FinishedJobDefinition {
  /** As the job's field `ops` shows them; each has at least its OP_ID. */
  readonly opcodes: readonly JsonObject[]
  /** Ids grow from job to job. */
  readonly id?: number
  /** What became of each opcode. */
  readonly statuses?: readonly ('success' | 'error' | 'canceled')[]
  readonly results?: readonly JsonValue[]
  /** Of each opcode, from -20 to 19; 0 when absent. harep reads in them which jobs it has cancelled itself. */
  readonly priorities?: readonly number[]
  /** Since the epoch. */
  readonly receivedSeconds?: number
  readonly endSeconds?: number
}

/** Cluster-wide settings. */
interface ClusterSettings {
  readonly name: string
  readonly uuid?: string
  readonly tags?: readonly string[]
  /** Default and only enabled hypervisor; `kvm` when absent. */
  readonly hypervisor?: string
  /** Job slots; 20 when absent (jobs.md section 4). */
  readonly maxRunningJobs?: number
  readonly candidatePoolSize?: number
  /** The enabled ones; all nine when absent. */
  readonly diskTemplates?: readonly DefinedDiskTemplate[]
  /** Those that the instance policy allows, in its order; the enabled ones when absent. */
  readonly policyDiskTemplates?: readonly DefinedDiskTemplate[]
  /** `hail` when absent; the empty string for none. */
  readonly defaultIallocator?: string
  /** Whether hail skips its global N+1 check (cluster-wide default_iallocator_params). */
  readonly noCapacityChecks?: boolean
  readonly enabledUserShutdown?: boolean
  /** Whether ganeti-watcher stops all guests on a node that is marked offline; false when absent, as in Ganeti. */
  readonly maintainNodeHealth?: boolean
}

/** A node group. */
export interface GroupDefinition {
  readonly name: string
  readonly uuid?: string
  readonly allocPolicy?: AllocPolicy
  readonly tags?: readonly string[]
}

/** A node. The first one without a flag is the master unless another says `master`. */
export interface NodeDefinition {
  readonly name: string
  readonly uuid?: string
  /** Name of its group; the first group when absent. */
  readonly group?: string
  /** Its address, primary and secondary; one of 192.0.2.0/24 when absent. */
  readonly primaryIp?: string
  readonly memoryMiB?: number
  /** What the node's own system uses. */
  readonly reservedMemoryMiB?: number
  readonly diskMiB?: number
  /**
   * Memory and storage that are in use without Ganeti knowing by what (the `x_mem` of Debian's hinfo); 0 when absent.
   * Negative where a node reports more as free than there should be: guests may share memory.
   */
  readonly unaccountedMemoryMiB?: number
  readonly unaccountedDiskMiB?: number
  readonly cpus?: number
  readonly offline?: boolean
  readonly drained?: boolean
  readonly vmCapable?: boolean
  /** Whether the hardware runs: by default it does unless the node is offline. */
  readonly poweredOn?: boolean
  readonly master?: boolean
  readonly tags?: readonly string[]
  /** When its configuration was last changed, in seconds since the epoch: when it was marked offline, say. Now when absent. */
  readonly mtimeSeconds?: number
  /** How often it was changed; 1 when absent. */
  readonly serialNo?: number
}

/** An instance. */
export interface InstanceDefinition {
  readonly name: string
  readonly uuid?: string
  readonly diskTemplate: DefinedDiskTemplate
  /** Name of the primary node. */
  readonly primary: string
  /** Name of the secondary node: for drbd, and only for it. */
  readonly secondary?: string
  /** Sizes of its disks; one of 1024 MiB when absent (none for diskless). */
  readonly disksMiB?: readonly number[]
  /** Backend parameter maxmem. */
  readonly memoryMiB?: number
  /** Backend parameter minmem; as memoryMiB when absent. */
  readonly minMemoryMiB?: number
  readonly vcpus?: number
  readonly adminState?: AdminState
  /** Who last changed the admin state: `admin` when absent; `user` for one that was shut down from within. */
  readonly adminStateSource?: 'admin' | 'user'
  /** Whether it runs: by default it does when its admin state is up. Without power at its primary node it never does. */
  readonly running?: boolean
  /** Backend parameter auto_balance, which says whether it counts for N+1; true when absent. */
  readonly autoBalance?: boolean
  /** Backend parameter spindle_use; 1 when absent. */
  readonly spindleUse?: number
  /** Operating system; `dummy` when absent. */
  readonly os?: string
  readonly tags?: readonly string[]
  readonly forthcoming?: boolean
  /** As those of a node. */
  readonly mtimeSeconds?: number
  readonly serialNo?: number
}
