import type { AllocPolicy } from '../cluster-definition.ts'
import { addLoad } from './booking.ts'
import {
  type HailInstance,
  isNotOffline,
  NO_NODE,
  readInstance,
  type TagPrefixes,
  usesLocalStorage,
  usesMemory,
} from './hail-instance.ts'
import { type HailNode, recordedFreeMemoryMiB } from './hail-node.ts'
import type { DocumentNode, IallocatorDocument, InstancePolicy } from './iallocator-document.ts'
import { acceptedMigrationTags, tagsAfter, tagsOfClasses } from './node-tags.ts'
import { countUp, locationExclusionsOf, missedLocations, sharedLocations } from './tag-counts.ts'

/** A group as hail computes with it. */
export interface HailGroup {
  readonly index: number
  readonly uuid: string
  readonly name: string
  readonly allocPolicy: AllocPolicy
}

/** One state of the cluster; everything at the place of its index. */
export interface HailCluster {
  readonly groups: readonly HailGroup[]
  readonly nodes: readonly HailNode[]
  readonly instances: readonly HailInstance[]
}

/** What hail takes KVM's node to need, whatever it says (its option --static-kvm-node-memory). */
const KVM_NODE_MEMORY_MIB = 4096

/** Prefixes of instance tags that the cluster's tags declare. */
export function tagPrefixes({ cluster_tags: tags }: IallocatorDocument): TagPrefixes {
  return {
    exclusion: tagsAfter('htools:iextags:', tags),
    desiredLocation: tagsAfter('htools:desiredlocation:', tags),
  }
}

/** Reads the cluster of a document and books its instances (Ganeti src/Ganeti/HTools/Loader.hs:240-400). */
export function readCluster(document: IallocatorDocument): HailCluster {
  const groups = Object.entries(document.nodegroups).map(([uuid, { name, alloc_policy }], index) => ({
    index,
    uuid,
    name,
    allocPolicy: alloc_policy,
  }))
  const groupIndexes = new Map(groups.map(({ uuid, index }) => [uuid, index]))
  const nodes = Object.entries(document.nodes).map(([name, node], index) =>
    readNode(document, index, name, node, groupIndexes.get(node.group) ?? 0),
  )
  const nodeIndexes = new Map(nodes.map(({ name, index }) => [name, index]))
  const prefixes = tagPrefixes(document)
  const instances = Object.entries(document.instances).map(([name, from], index) => {
    const [primaryName, secondaryName] = from.nodes
    const primary = nodeIndexes.get(primaryName) ?? NO_NODE
    const secondary = nodeIndexes.get(secondaryName ?? '') ?? NO_NODE
    const instance = readInstance(index, name, from, prefixes)
    return { ...instance, primary, secondary, locationScore: locationScore(nodes, primary, secondary) }
  })
  for (const instance of instances) bookInstance(nodes, instance)
  const reported = Object.values(document.nodes).map(({ free_memory = 0 }) => free_memory)
  return { groups, instances, nodes: nodes.map((node, index) => finish(node, reported[index] ?? 0)) }
}

/**
 * The instance of a name. Throws RangeError where the document has none: hail ends without an answer then, and no opcode
 * asks so.
 */
export function instanceOf({ instances }: HailCluster, name: string): HailInstance {
  const found = instances.find(instance => instance.name === name)
  if (found === undefined) throw new RangeError(`the document for hail has no instance ${name}`)
  return found
}

/** In how many failure domains both nodes of an instance would be. */
export function locationScore(nodes: readonly HailNode[], primary: number, secondary: number): number {
  const [a, b] = [nodes[primary], nodes[secondary]]
  return a === undefined || b === undefined ? 0 : sharedLocations(a, b)
}

function readNode(
  document: IallocatorDocument,
  index: number,
  name: string,
  node: DocumentNode,
  group: number,
): HailNode {
  const policy: InstancePolicy = document.nodegroups[node.group]?.ipolicy ?? document.ipolicy
  const { cluster_tags: clusterTags } = document
  const isKvm = document.enabled_hypervisors[0] === 'kvm'
  return {
    index,
    name,
    group,
    policy,
    isOffline: node.offline || node.drained || !node.vm_capable,
    totalMemoryMiB: node.total_memory ?? 0,
    ownMemoryMiB: isKvm ? KVM_NODE_MEMORY_MIB : (node.reserved_memory ?? 0),
    instanceMemoryMiB: 0,
    missingMemoryMiB: 0,
    freeMemoryIfAllRanMiB: node.free_memory ?? 0,
    totalDiskMiB: node.total_disk ?? 0,
    freeDiskMiB: node.free_disk ?? 0,
    cpus: node.total_cpus ?? 0,
    usedVcpus: node.reserved_cpus ?? 0,
    spindlesMax: policy['spindle-ratio'] * node.ndparams.spindle_count,
    usedSpindles: 0,
    load: { cpu: 0, memory: 0, disk: 0, network: 0 },
    primaries: [],
    secondaries: [],
    memoryOfPeerMiB: new Map(),
    reservedMemoryMiB: 0,
    failsN1: false,
    exclusionTags: new Map(),
    migrationTags: tagsOfClasses('htools:migration:', clusterTags, node.tags),
    acceptedMigrationTags: acceptedMigrationTags(clusterTags, node.tags),
    locations: tagsOfClasses('htools:nlocation:', clusterTags, node.tags),
    locationScore: 0,
    locationExclusions: new Map(),
  }
}

/** A node that is still being read, and changes with each instance that is booked on it: a copy for each would cost a sum of squares. */
type Unfinished<T> = { -readonly [Key in keyof T]: T[Key] }

/** Books an instance where it is. The space of its disks is not booked: the nodes' reports are without it already. */
function bookInstance(nodes: readonly Unfinished<HailNode>[], instance: HailInstance): void {
  const spindles = usesLocalStorage(instance) ? instance.spindleUse : 0
  const primary = nodes[instance.primary]
  if (primary !== undefined) {
    primary.primaries = [instance.index, ...primary.primaries]
    if (usesMemory(instance)) primary.instanceMemoryMiB += instance.memoryMiB
    else primary.freeMemoryIfAllRanMiB -= instance.memoryMiB
    if (isNotOffline(instance)) primary.usedVcpus += instance.vcpus
    primary.usedSpindles += spindles
    primary.load = addLoad(primary.load, 1, 1)
    primary.exclusionTags = countUp(primary.exclusionTags, instance.exclusionTags)
    primary.locationScore += instance.locationScore + missedLocations(primary, instance)
    primary.locationExclusions = countUp(primary.locationExclusions, locationExclusionsOf(primary, instance))
  }
  const secondary = nodes[instance.secondary]
  if (secondary === undefined) return
  const ofPeerMiB = secondary.memoryOfPeerMiB.get(instance.primary) ?? 0
  const neededMiB = isNotOffline(instance) ? instance.memoryMiB : 0
  secondary.secondaries = [instance.index, ...secondary.secondaries]
  secondary.usedSpindles += spindles
  secondary.load = addLoad(secondary.load, 0, 1)
  secondary.memoryOfPeerMiB = new Map(secondary.memoryOfPeerMiB).set(instance.primary, ofPeerMiB + neededMiB)
}

/**
 * Works out what depends on all instances. Whether a node fails N+1 to begin with is judged by the memory it reports; from
 * the first change on, by the bookkeeping.
 */
function finish(node: HailNode, reportedFreeMiB: number): HailNode {
  const reservedMemoryMiB = Math.max(0, ...node.memoryOfPeerMiB.values())
  return {
    ...node,
    reservedMemoryMiB,
    failsN1: reportedFreeMiB < reservedMemoryMiB,
    missingMemoryMiB: recordedFreeMemoryMiB(node) - reportedFreeMiB,
  }
}
