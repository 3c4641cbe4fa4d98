import type { AllocPolicy } from '../cluster-definition.ts'
import { compareNice } from '../query/nice-sort.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, freeDiskMiB, freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { instanceDiskUsageMiB, storageKind } from '../state/templates.ts'

/**
 * The cluster as hail sees it (htools-allocation.md sections 1 and 6): nodes with what is left of them by the
 * configuration, not by what runs, and instances with what they would need. A node that is offline, drained or not
 * vm_capable is "unusable"; an offline one has no memory and no disk at all.
 */
export interface HailInput {
  readonly groups: readonly HailGroup[]
  readonly nodes: readonly HailNode[]
  readonly nodeIndexOf: ReadonlyMap<string, number>
  readonly instances: ReadonlyMap<string, HailInstance>
}

/** A group and the indexes of its nodes. */
export interface HailGroup {
  readonly uuid: string
  readonly name: string
  readonly allocPolicy: AllocPolicy
  readonly nodeIndexes: readonly number[]
}

/** A node. Memory and disk in MiB. */
export interface HailNode {
  readonly name: string
  readonly groupUuid: string
  readonly isUnusable: boolean
  readonly totalMemoryMiB: number
  /** Total, less the node's own, less all primary instances that should run, less what nobody accounts for. */
  freeMemoryMiB: number
  readonly totalDiskMiB: number
  freeDiskMiB: number
  readonly cpus: number
  usedVcpus: number
  /** Memory that would be needed here if the node of that index died. */
  readonly memoryOfPeerMiB: Map<number, number>
  /** The largest of these. */
  reservedMemoryMiB: number
  /** Exclusion tags of the primary instances. */
  readonly exclusionTags: Set<string>
}

/** An instance. Sizes in MiB; node indexes, -1 for no secondary. */
export interface HailInstance {
  readonly name: string
  readonly storage: 'mirrored' | 'node' | 'shared' | 'none'
  readonly memoryMiB: number
  /** What it counts for where it is primary: nothing while it is stopped. */
  readonly usedMemoryMiB: number
  readonly diskUsageMiB: number
  readonly vcpus: number
  readonly primary: number
  readonly secondary: number
  /** Whether its secondary has to keep memory for it. */
  readonly isReservedOnSecondary: boolean
  readonly exclusionTags: readonly string[]
}

/** Makes hail's view of the cluster. */
export function hailInput(state: ClusterState): HailInput {
  const sortedNodes = [...state.nodes.values()].sort((a, b) => compareNice(a.name, b.name))
  const nodeIndexOf = new Map(sortedNodes.map((node, index) => [node.uuid, index]))
  const prefixes = exclusionPrefixes(state)
  const instances = new Map<string, HailInstance>()
  for (const instance of state.instances.values()) {
    instances.set(instance.uuid, hailInstance(instance, nodeIndexOf, prefixes))
  }
  const nodes = sortedNodes.map(node => hailNode(state, node))
  for (const instance of instances.values()) account(nodes, instance)
  for (const [index, node] of sortedNodes.entries()) correctMemory(state, node, nodes[index])
  const groups = [...state.groups.values()].map(group => ({
    uuid: group.uuid,
    name: group.name,
    allocPolicy: group.allocPolicy,
    nodeIndexes: nodes.flatMap((node, index) => (node.groupUuid === group.uuid ? [index] : [])),
  }))
  return { groups, nodes, nodeIndexOf, instances }
}

/** Cluster tags `htools:iextags:PREFIX` make instance tags that begin with PREFIX exclusive (tags.md section 4). */
function exclusionPrefixes(state: ClusterState): string[] {
  const marker = 'htools:iextags:'
  return [...state.cluster.tags].filter(tag => tag.startsWith(marker)).map(tag => tag.slice(marker.length))
}

function hailInstance(
  instance: InstanceState,
  nodeIndexOf: ReadonlyMap<string, number>,
  prefixes: readonly string[],
): HailInstance {
  const shouldRun = instance.adminState === 'up' && !instance.forthcoming
  return {
    name: instance.name,
    storage: storageKind(instance.diskTemplate),
    memoryMiB: instance.memoryMiB,
    usedMemoryMiB: shouldRun ? instance.memoryMiB : 0,
    diskUsageMiB: instanceDiskUsageMiB(instance),
    vcpus: instance.vcpus,
    primary: nodeIndexOf.get(instance.primaryUuid) ?? -1,
    secondary: nodeIndexOf.get(instance.secondaryUuid ?? '') ?? -1,
    isReservedOnSecondary: instance.adminState !== 'offline',
    exclusionTags: [...instance.tags].filter(tag => prefixes.some(prefix => tag.startsWith(prefix))),
  }
}

function hailNode(state: ClusterState, node: NodeState): HailNode {
  const isKnown = answers(node)
  const { hardware } = node
  return {
    name: node.name,
    groupUuid: state.group(node.groupUuid).uuid,
    isUnusable: node.offline || node.drained || !node.vmCapable,
    totalMemoryMiB: isKnown ? hardware.memoryMiB : 0,
    freeMemoryMiB: isKnown ? hardware.memoryMiB - hardware.reservedMemoryMiB : 0,
    totalDiskMiB: isKnown ? hardware.diskMiB : 0,
    freeDiskMiB: isKnown ? freeDiskMiB(node) : 0,
    cpus: isKnown ? hardware.cpus : 0,
    usedVcpus: 0,
    memoryOfPeerMiB: new Map(),
    reservedMemoryMiB: 0,
    exclusionTags: new Set(),
  }
}

/** Books an instance on its nodes; disk space is what the nodes report, and so is not booked. */
function account(nodes: readonly HailNode[], instance: HailInstance): void {
  const primary = nodes[instance.primary]
  if (primary !== undefined) {
    primary.freeMemoryMiB -= instance.usedMemoryMiB
    primary.usedVcpus += instance.vcpus
    for (const tag of instance.exclusionTags) primary.exclusionTags.add(tag)
  }
  const secondary = nodes[instance.secondary]
  if (secondary === undefined || !instance.isReservedOnSecondary) return
  const reservedMiB = (secondary.memoryOfPeerMiB.get(instance.primary) ?? 0) + instance.memoryMiB
  secondary.memoryOfPeerMiB.set(instance.primary, reservedMiB)
  secondary.reservedMemoryMiB = Math.max(secondary.reservedMemoryMiB, reservedMiB)
}

/** If the node itself reports less than the bookkeeping says, the difference is missing and cannot be used either. */
function correctMemory(state: ClusterState, node: NodeState, hailed: HailNode | undefined): void {
  if (hailed === undefined || !answers(node)) return
  hailed.freeMemoryMiB = Math.min(hailed.freeMemoryMiB, freeMemoryMiB(state, node))
}
