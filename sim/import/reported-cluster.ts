import type { AdminState, InstanceStatus } from '../../src/cluster/instance.ts'
import type { AllocPolicy, ClusterDefinition, DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'

/*
 * A cluster as one of its interfaces reports it: luxid, RAPI, or a file that hscan wrote. They differ in form and in what
 * they leave out, not in what they say; so each is read into this, and one function makes a definition of it.
 */
export interface ReportedCluster {
  readonly settings: ClusterDefinition['cluster']
  readonly groups: readonly ReportedGroup[]
  readonly nodes: readonly ReportedNode[]
  readonly instances: readonly ReportedInstance[]
}

/** A node group. */
export interface ReportedGroup {
  readonly name: string
  readonly uuid: string | undefined
  readonly allocPolicy: AllocPolicy
  readonly tags: readonly string[]
}

/** What a node that answers says of its hardware, in MiB. */
export interface ReportedHardware {
  readonly memoryMiB: number
  readonly reservedMemoryMiB: number
  readonly freeMemoryMiB: number
  readonly diskMiB: number
  readonly freeDiskMiB: number
  readonly cpus: number
}

/** When an object's configuration was last changed, and how often it was: undefined where the source does not tell. */
interface ReportedChanges {
  readonly mtimeSeconds: number | undefined
  readonly serialNo: number | undefined
}

/** A node. */
export interface ReportedNode extends ReportedChanges {
  readonly name: string
  readonly uuid: string | undefined
  /** Name of its group. */
  readonly group: string
  readonly offline: boolean
  readonly drained: boolean
  readonly vmCapable: boolean
  readonly master: boolean
  readonly tags: readonly string[]
  /** undefined where it does not answer. */
  readonly hardware: ReportedHardware | undefined
}

/** An instance. */
export interface ReportedInstance extends ReportedChanges {
  readonly name: string
  readonly uuid: string | undefined
  readonly diskTemplate: DefinedDiskTemplate
  readonly primary: string
  readonly secondary: string | undefined
  readonly disksMiB: readonly number[]
  readonly memoryMiB: number
  readonly minMemoryMiB: number | undefined
  readonly vcpus: number
  readonly status: InstanceStatus
  /** undefined where only the status is known, which tells less. */
  readonly adminState: AdminState | undefined
  readonly autoBalance: boolean
  readonly spindleUse: number
  readonly os: string | undefined
  readonly tags: readonly string[]
  readonly forthcoming: boolean
}
