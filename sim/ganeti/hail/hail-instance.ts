import type { AdminState } from '../../../src/cluster/instance.ts'
import type { DefinedDiskTemplate } from '../cluster-definition.ts'
import type { AllocateRequest, DocumentInstance } from './iallocator-document.ts'

/** Index of a node that an instance does not have. */
export const NO_NODE = -1

/** Index of an instance that is being allocated, until it is booked among the others. */
export const NEW_INSTANCE = -1

/** An instance as hail computes with it. Sizes in MiB; nodes by index. */
export interface HailInstance {
  readonly index: number
  readonly name: string
  readonly diskTemplate: DefinedDiskTemplate
  readonly memoryMiB: number
  readonly diskMiB: number
  readonly diskSizesMiB: readonly number[]
  readonly vcpus: number
  readonly spindleUse: number
  readonly adminState: AdminState
  readonly exclusionTags: readonly string[]
  readonly desiredLocations: ReadonlySet<string>
  readonly primary: number
  readonly secondary: number
  /** In how many failure domains both of its nodes are. */
  readonly locationScore: number
}

/** Prefixes that cluster tags give to instance tags with a meaning (tags.md section 4). */
export interface TagPrefixes {
  readonly exclusion: readonly string[]
  readonly desiredLocation: readonly string[]
}

/** Reads an instance of the document, or the one to be allocated, which is taken as one that runs. */
export function readInstance(
  index: number,
  name: string,
  from: DocumentInstance | AllocateRequest,
  prefixes: TagPrefixes,
): HailInstance {
  const withPrefix = (list: readonly string[]): string[] =>
    from.tags.filter(tag => list.some(prefix => tag.startsWith(prefix)))
  return {
    index,
    name,
    diskTemplate: from.disk_template,
    memoryMiB: from.memory,
    diskMiB: from.disk_space_total,
    diskSizesMiB: from.disks.map(({ size }) => size),
    vcpus: from.vcpus,
    spindleUse: from.spindle_use,
    adminState: 'admin_state' in from ? from.admin_state : 'up',
    exclusionTags: withPrefix(prefixes.exclusion),
    desiredLocations: new Set(withPrefix(prefixes.desiredLocation)),
    primary: NO_NODE,
    secondary: NO_NODE,
    locationScore: 0,
  }
}

/** Whether it takes memory where it is primary: only if it should run. */
export function usesMemory({ adminState }: HailInstance): boolean {
  return adminState === 'up'
}

/** Whether its CPUs count, and its secondary keeps memory for it: unless it is offline for good. */
export function isNotOffline({ adminState }: HailInstance): boolean {
  return adminState !== 'offline'
}

/** Whether its disks take of its nodes' space: hail knows of LVM only, and treats files as if they lay elsewhere. */
export function usesLocalStorage({ diskTemplate }: HailInstance): boolean {
  return diskTemplate === 'drbd' || diskTemplate === 'plain'
}

/** The indexes of its nodes, primary first. */
export function nodesOf({ diskTemplate, primary, secondary }: HailInstance): readonly number[] {
  return diskTemplate === 'drbd' ? [primary, secondary] : [primary]
}
