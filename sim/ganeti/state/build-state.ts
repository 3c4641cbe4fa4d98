import type { Kernel } from '../../kernel/kernel.ts'
import type {
  ClusterDefinition,
  GroupDefinition,
  InstanceDefinition,
  NodeDefinition,
} from '../cluster-definition.ts'
import { ClusterState } from './cluster-state.ts'
import { GuestSet } from './guest-set.ts'
import { createVolumes } from './hardware.ts'
import type { ClusterObject, GroupState, InstanceState, NodeState, TaggedObject } from './objects.ts'

const ALL_TEMPLATES = [
  'drbd',
  'plain',
  'diskless',
  'file',
  'sharedfile',
  'rbd',
  'ext',
  'gluster',
  'blockdev',
] as const

/**
 * Makes the state a definition describes. UUIDs that it leaves out come from the kernel's stream `uuid`, in the order of
 * the definition. Throws RangeError for a definition that contradicts itself; those from a file were checked before.
 */
export function buildState(kernel: Kernel, definition: ClusterDefinition): ClusterState {
  const base = objectFactory(kernel)
  const state = new ClusterState(kernel, clusterObject(definition, base))
  for (const [index, group] of definition.groups.entries()) {
    checkNew(group.name, state.groupsByName, 'group')
    // The group that a cluster begins with has no time of its making (seen on a real one).
    state.addGroup(groupState(group, base(group), index === 0 ? 0 : kernel.nowUs))
  }
  let candidates = state.cluster.candidatePoolSize
  for (const [index, node] of definition.nodes.entries()) {
    checkNew(node.name, state.nodesByName, 'node')
    const isRegular = node.offline !== true && node.drained !== true
    state.addNode(nodeState(kernel, state, definition, node, index, isRegular && candidates > 0, base))
    if (isRegular) candidates -= 1
  }
  state.cluster.masterUuid = masterOf(definition, state).uuid
  for (const instance of definition.instances) {
    checkNew(instance.name, state.instancesByName, 'instance')
    const made = instanceState(kernel, state, instance, base)
    state.addInstance(made)
    placeOnHardware(state, made, instance.running ?? made.adminState === 'up')
  }
  return state
}

/** What any object of the definition may bring along. */
interface Named {
  readonly name: string
  readonly uuid?: string
  readonly tags?: readonly string[]
  readonly mtimeSeconds?: number
  readonly serialNo?: number
}

/**
 * Whoever makes an object of this takes it apart and names each field: V8 gives the result of a spread followed by more
 * fields a hidden class of its own each time, and with it much stays in memory until all of that is searched.
 */
function objectFactory(kernel: Kernel): (named: Named) => TaggedObject {
  const uuids = kernel.random('uuid')
  return named => ({
    uuid: named.uuid ?? uuids.uuid(),
    name: named.name,
    tags: new Set(named.tags),
    ctimeUs: kernel.nowUs,
    mtimeUs: named.mtimeSeconds === undefined ? kernel.nowUs : Math.round(named.mtimeSeconds * 1_000_000),
    serialNo: named.serialNo ?? 1,
  })
}

function clusterObject(definition: ClusterDefinition, base: (named: Named) => TaggedObject): ClusterObject {
  const settings = definition.cluster
  const { uuid, name, tags, ctimeUs, mtimeUs, serialNo } = base(settings)
  return {
    uuid,
    name,
    tags,
    ctimeUs,
    mtimeUs,
    serialNo,
    kind: 'cluster',
    hypervisor: settings.hypervisor ?? 'kvm',
    masterUuid: '',
    maxRunningJobs: settings.maxRunningJobs ?? 20,
    candidatePoolSize: settings.candidatePoolSize ?? 10,
    diskTemplates: settings.diskTemplates ?? ALL_TEMPLATES,
    policyDiskTemplates: settings.policyDiskTemplates ?? settings.diskTemplates ?? ALL_TEMPLATES,
    defaultIallocator: settings.defaultIallocator ?? 'hail',
    noCapacityChecks: settings.noCapacityChecks ?? false,
    enabledUserShutdown: settings.enabledUserShutdown ?? false,
    maintainNodeHealth: settings.maintainNodeHealth ?? false,
    watcherPauseUntil: null,
  }
}

function groupState(
  { allocPolicy = 'preferred' }: GroupDefinition,
  base: TaggedObject,
  ctimeUs: number,
): GroupState {
  const { uuid, name, tags, mtimeUs, serialNo } = base
  return { uuid, name, tags, ctimeUs, mtimeUs, serialNo, kind: 'nodegroup', allocPolicy }
}

function nodeState(
  kernel: Kernel,
  state: ClusterState,
  definition: ClusterDefinition,
  node: NodeDefinition,
  index: number,
  masterCandidate: boolean,
  base: (named: Named) => TaggedObject,
): NodeState {
  const groupName = node.group ?? definition.groups[0]?.name ?? ''
  const { uuid, name, tags, ctimeUs, mtimeUs, serialNo } = base(node)
  return {
    uuid,
    name,
    tags,
    ctimeUs,
    mtimeUs,
    serialNo,
    kind: 'node',
    groupUuid: known(state.groupsByName, groupName, `group of node ${node.name}`).uuid,
    primaryIp: node.primaryIp ?? ipAddress(index),
    offline: node.offline ?? false,
    drained: node.drained ?? false,
    masterCandidate,
    masterCapable: true,
    vmCapable: node.vmCapable ?? true,
    hardware: {
      poweredOn: node.poweredOn ?? node.offline !== true,
      isConnected: true,
      isReachable: true,
      runsNoded: true,
      bootId: kernel.random('boot').uuid(),
      memoryMiB: node.memoryMiB ?? 16_384,
      reservedMemoryMiB: node.reservedMemoryMiB ?? 1_024,
      diskMiB: node.diskMiB ?? 102_400,
      unaccountedMemoryMiB: node.unaccountedMemoryMiB ?? 0,
      unaccountedDiskMiB: node.unaccountedDiskMiB ?? 0,
      filledMemoryMiB: 0,
      filledDiskMiB: 0,
      cpus: node.cpus ?? 8,
      guests: new GuestSet(),
      volumes: new Map(),
      assembled: new Set(),
      hasBrokenStorage: false,
    },
  }
}

function masterOf(definition: ClusterDefinition, state: ClusterState): NodeState {
  const named =
    definition.nodes.find(node => node.master === true) ??
    definition.nodes.find(node => node.offline !== true && node.drained !== true)
  const master = named === undefined ? undefined : state.nodesByName.get(named.name)
  if (master === undefined) throw new RangeError('a cluster needs a node that can be its master')
  if (master.offline || master.drained || !master.hardware.poweredOn) {
    throw new RangeError(`node ${master.name} cannot be the master: it is offline, drained or powered off`)
  }
  master.masterCandidate = true
  return master
}

function instanceState(
  kernel: Kernel,
  state: ClusterState,
  instance: InstanceDefinition,
  base: (named: Named) => TaggedObject,
): InstanceState {
  const isMirrored = instance.diskTemplate === 'drbd'
  if (isMirrored !== (instance.secondary !== undefined)) {
    throw new RangeError(`instance ${instance.name}: a secondary node belongs to drbd, and drbd needs one`)
  }
  const adminState = instance.adminState ?? 'up'
  const sizes = instance.disksMiB ?? (instance.diskTemplate === 'diskless' ? [] : [1_024])
  const uuids = kernel.random('uuid')
  const memoryMiB = instance.memoryMiB ?? 128
  const { uuid, name, tags, ctimeUs, mtimeUs, serialNo } = base(instance)
  return {
    uuid,
    name,
    tags,
    ctimeUs,
    mtimeUs,
    serialNo,
    kind: 'instance',
    diskTemplate: instance.diskTemplate,
    primaryUuid: known(state.nodesByName, instance.primary, `primary node of ${instance.name}`).uuid,
    secondaryUuid:
      instance.secondary === undefined
        ? undefined
        : known(state.nodesByName, instance.secondary, `secondary node of ${instance.name}`).uuid,
    disks: sizes.map(sizeMiB => ({ uuid: uuids.uuid(), sizeMiB, generationsMade: 1 })),
    adminState,
    adminStateSource: instance.adminStateSource ?? 'admin',
    disksActive: adminState === 'up',
    memoryMiB,
    minMemoryMiB: instance.minMemoryMiB ?? memoryMiB,
    vcpus: instance.vcpus ?? 1,
    spindleUse: instance.spindleUse ?? 1,
    autoBalance: instance.autoBalance ?? true,
    alwaysFailover: false,
    os: instance.os ?? 'dummy',
    hypervisor: state.cluster.hypervisor,
    forthcoming: instance.forthcoming ?? false,
  }
}

/** A forthcoming instance is only a reservation: it has no volumes and cannot run. */
function placeOnHardware(state: ClusterState, instance: InstanceState, isRunning: boolean): void {
  if (instance.forthcoming) return
  const primary = state.primaryOf(instance)
  createVolumes(state, instance, primary, 'original')
  const secondary = state.secondaryOf(instance)
  if (secondary !== undefined) createVolumes(state, instance, secondary, 'original')
  for (const node of [primary, secondary]) {
    if (node?.hardware.poweredOn === true && instance.disksActive) node.hardware.assembled.add(instance.uuid)
  }
  if (isRunning && primary.hardware.poweredOn) primary.hardware.guests.add(instance.uuid)
}

/** The addresses of the first nodes are those of a virtual cluster made for tests; a large one goes on in 198.18/15. */
function ipAddress(index: number): string {
  const ofTestNet = 245
  if (index < ofTestNet) return `192.0.2.${index + 10}`
  const rest = index - ofTestNet
  return `198.${18 + (rest >> 16)}.${(rest >> 8) & 255}.${rest & 255}`
}

function checkNew(name: string, known: ReadonlyMap<string, unknown>, what: string): void {
  if (known.has(name)) throw new RangeError(`two ${what}s are named ${name}`)
}

function known<T>(objects: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = objects.get(name)
  if (found === undefined) throw new RangeError(`the ${what} is not defined: ${name}`)
  return found
}
