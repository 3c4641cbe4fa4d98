import type { DefinedDiskTemplate } from '../cluster-definition.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { IPOLICY } from '../state/default-parameters.ts'
import { answers, freeDiskMiB, freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { instanceDiskUsageMiB } from '../state/templates.ts'
import type {
  AllocateRequest,
  DocumentInstance,
  DocumentNode,
  IallocatorDocument,
  IallocatorRequest,
  InstancePolicy,
} from './iallocator-document.ts'

/**
 * Writes the document as Ganeti's lib/masterd/iallocator.py (v3.0.2) does: objects in the order of their UUIDs, which is
 * the order of the configuration, and storage as the request's disk template sees it.
 */
export function buildDocument(state: ClusterState, request: IallocatorRequest): IallocatorDocument {
  const { cluster } = state
  const template = requestTemplate(state, request)
  const ipolicy: InstancePolicy = { ...IPOLICY, 'disk-templates': cluster.policyDiskTemplates }
  return {
    version: 2,
    cluster_name: cluster.name,
    cluster_tags: [...cluster.tags],
    enabled_hypervisors: [cluster.hypervisor],
    ipolicy,
    nodegroups: Object.fromEntries(
      inUuidOrder(state.groups).map(group => [
        group.uuid,
        { name: group.name, alloc_policy: group.allocPolicy, networks: [], ipolicy, tags: [...group.tags] },
      ]),
    ),
    nodes: Object.fromEntries(
      inUuidOrder(state.nodes).map(node => [node.name, documentNode(state, node, template)]),
    ),
    instances: Object.fromEntries(
      inUuidOrder(state.instances).map(instance => [instance.name, documentInstance(state, instance)]),
    ),
    request,
  }
}

/** The request that RECREATE_DISKS makes: the instance as if it were new (lib/cmdlib/instance_storage.py:811-830). */
export function allocateRequest(instance: InstanceState): AllocateRequest {
  return {
    type: 'allocate',
    name: instance.name,
    required_nodes: instance.diskTemplate === 'drbd' ? 2 : 1,
    group_name: null,
    nics: [{}],
    ...basics(instance),
  }
}

function inUuidOrder<T extends { readonly uuid: string }>(objects: ReadonlyMap<string, T>): T[] {
  return [...objects.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
}

/** An evacuation's template is the first one that the cluster enables. */
function requestTemplate(state: ClusterState, request: IallocatorRequest): DefinedDiskTemplate {
  switch (request.type) {
    case 'allocate':
      return request.disk_template
    case 'relocate':
      return state.instancesByName.get(request.name)?.diskTemplate ?? 'drbd'
    case 'node-evacuate':
      return state.cluster.diskTemplates[0] ?? 'drbd'
  }
}

function documentNode(state: ClusterState, node: NodeState, template: DefinedDiskTemplate): DocumentNode {
  const basic = {
    offline: node.offline,
    drained: node.drained,
    vm_capable: node.vmCapable,
    group: node.groupUuid,
    tags: [...node.tags],
    ndparams: { spindle_count: 1, exclusive_storage: false },
  } as const
  if (!node.vmCapable || !answers(node)) return basic
  const { hardware } = node
  const isReported = template === 'drbd' || template === 'plain' || template === 'file'
  return {
    ...basic,
    total_memory: hardware.memoryMiB,
    reserved_memory: hardware.reservedMemoryMiB,
    free_memory: freeMemoryMiB(state, node) - memoryToComeMiB(state, node),
    total_disk: isReported ? hardware.diskMiB : 0,
    free_disk: isReported ? freeDiskMiB(node) : 0,
    total_spindles: 0,
    free_spindles: 0,
    total_cpus: hardware.cpus,
    reserved_cpus: 0,
  }
}

/** What instances will take of a node that should run here and do not. */
function memoryToComeMiB(state: ClusterState, node: NodeState): number {
  let sumMiB = 0
  for (const { uuid, adminState, forthcoming, memoryMiB } of state.primaryInstances(node.uuid)) {
    if (adminState === 'up' && !forthcoming && !node.hardware.guests.has(uuid)) sumMiB += memoryMiB
  }
  return sumMiB
}

function documentInstance(state: ClusterState, instance: InstanceState): DocumentInstance {
  const secondary = state.secondaryOf(instance)
  return {
    ...basics(instance),
    admin_state: instance.adminState,
    nodes: [state.primaryOf(instance).name, ...(secondary === undefined ? [] : [secondary.name])],
    nics: [],
  }
}

function basics(
  instance: InstanceState,
): Omit<AllocateRequest, 'type' | 'name' | 'required_nodes' | 'group_name' | 'nics'> {
  return {
    memory: instance.memoryMiB,
    vcpus: instance.vcpus,
    spindle_use: instance.spindleUse,
    disk_template: instance.diskTemplate,
    disks: instance.disks.map(({ sizeMiB }) => ({ size: sizeMiB })),
    disk_space_total: instanceDiskUsageMiB(instance),
    tags: [...instance.tags],
  }
}
