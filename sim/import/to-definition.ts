import type { AdminState, InstanceStatus } from '../../src/cluster/instance.ts'
import type { ClusterDefinition, InstanceDefinition, NodeDefinition } from '../ganeti/cluster-definition.ts'
import type { ReportedCluster, ReportedHardware, ReportedInstance, ReportedNode } from './reported-cluster.ts'

/** What DRBD's metadata takes on each node, for each disk (query.md section 5.2). */
export const DRBD_METADATA_MIB = 128

/** Templates whose disks take storage of the nodes. */
const ON_NODES: readonly string[] = ['drbd', 'plain']

/**
 * Whether serial numbers and all times of change are wanted: somebody who reads the definition would drown in them. When a
 * node was marked is what matters in any case: harep gives it time to settle.
 */
type Detail = 'what matters' | 'all'

/**
 * The definition of a simulated cluster that reports the same. What a node has in use beyond what its instances explain is
 * kept as such, so that it has as much free as the real one. A node that does not answer says nothing of its hardware: it
 * gets that of the first of its group that does.
 */
export function toDefinition(
  { settings, groups, nodes, instances }: ReportedCluster,
  detail: Detail = 'what matters',
): ClusterDefinition {
  return {
    cluster: settings,
    groups: groups.map(({ name, uuid, allocPolicy, tags }) => ({
      name,
      ...(uuid === undefined ? {} : { uuid }),
      ...(allocPolicy === 'preferred' ? {} : { allocPolicy }),
      ...(tags.length === 0 ? {} : { tags }),
    })),
    nodes: nodes.map(node => ({
      ...nodeDefinition(node, nodes, instances),
      ...(detail === 'all' || node.offline || node.drained ? mtime(node) : {}),
      ...(detail === 'all' ? serialNo(node) : {}),
    })),
    instances: instances.map(instance => ({
      ...instanceDefinition(instance),
      ...(detail === 'all' ? { ...mtime(instance), ...serialNo(instance) } : {}),
    })),
  }
}

function mtime({ mtimeSeconds }: ReportedNode | ReportedInstance) {
  return mtimeSeconds === undefined ? {} : { mtimeSeconds }
}

function serialNo({ serialNo }: ReportedNode | ReportedInstance) {
  return serialNo === undefined ? {} : { serialNo }
}

function nodeDefinition(
  node: ReportedNode,
  nodes: readonly ReportedNode[],
  instances: readonly ReportedInstance[],
): NodeDefinition {
  const { name, uuid, group, offline, drained, vmCapable, master, tags, hardware } = node
  const like =
    hardware ?? nodes.find(other => other.group === group && other.hardware !== undefined)?.hardware
  return {
    name,
    ...(uuid === undefined ? {} : { uuid }),
    group,
    ...(like === undefined ? {} : hardwareDefinition(like)),
    ...(hardware === undefined ? {} : unaccounted(name, hardware, instances)),
    ...(offline ? { offline } : {}),
    ...(drained ? { drained } : {}),
    ...(vmCapable ? {} : { vmCapable }),
    ...(hardware === undefined && !offline ? { poweredOn: false } : {}),
    ...(master ? { master } : {}),
    ...(tags.length === 0 ? {} : { tags }),
  }
}

function hardwareDefinition({ memoryMiB, reservedMemoryMiB, diskMiB, cpus }: ReportedHardware) {
  return { memoryMiB, reservedMemoryMiB, diskMiB, cpus: Math.max(1, cpus) }
}

/** In use, and not by what the simulator will put there. */
function unaccounted(node: string, hardware: ReportedHardware, instances: readonly ReportedInstance[]) {
  let memoryMiB = hardware.memoryMiB - hardware.reservedMemoryMiB - hardware.freeMemoryMiB
  let diskMiB = hardware.diskMiB - hardware.freeDiskMiB
  for (const instance of instances) {
    const isPrimary = instance.primary === node
    if (isPrimary && runs(instance.status)) memoryMiB -= instance.memoryMiB
    if (isPrimary || instance.secondary === node) diskMiB -= diskUsageMiB(instance)
  }
  return {
    ...(memoryMiB === 0 ? {} : { unaccountedMemoryMiB: memoryMiB }),
    ...(diskMiB === 0 ? {} : { unaccountedDiskMiB: diskMiB }),
  }
}

function diskUsageMiB({ diskTemplate, disksMiB, forthcoming }: ReportedInstance): number {
  if (forthcoming || !ON_NODES.includes(diskTemplate)) return 0
  const metadataMiB = diskTemplate === 'drbd' ? DRBD_METADATA_MIB : 0
  return disksMiB.reduce((sum, sizeMiB) => sum + sizeMiB + metadataMiB, 0)
}

function instanceDefinition(instance: ReportedInstance): InstanceDefinition {
  const { name, uuid, diskTemplate, primary, secondary, disksMiB, memoryMiB, minMemoryMiB, vcpus } = instance
  const { status, autoBalance, spindleUse, os, tags, forthcoming } = instance
  const adminState = instance.adminState ?? adminStateOf(status)
  return {
    name,
    ...(uuid === undefined ? {} : { uuid }),
    diskTemplate,
    primary,
    ...(secondary === undefined ? {} : { secondary }),
    ...(disksMiB.length === 0 ? {} : { disksMiB }),
    memoryMiB,
    ...(minMemoryMiB === undefined || minMemoryMiB === memoryMiB ? {} : { minMemoryMiB }),
    vcpus,
    ...(adminState === 'up' ? {} : { adminState }),
    ...(status === 'USER_down' && adminState === 'down' ? { adminStateSource: 'user' } : {}),
    ...(runs(status) === (adminState === 'up') ? {} : { running: runs(status) }),
    ...(autoBalance ? {} : { autoBalance }),
    ...(spindleUse === 1 ? {} : { spindleUse }),
    ...(os === undefined ? {} : { os }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(forthcoming ? { forthcoming } : {}),
  }
}

/** Whether a guest of that status runs on its primary node. */
function runs(status: InstanceStatus): boolean {
  return status === 'running' || status === 'ERROR_up'
}

/** What an admin most likely wanted of an instance of which only the status is known (query.md section 5.2). */
function adminStateOf(status: InstanceStatus): AdminState {
  switch (status) {
    case 'ADMIN_offline':
      return 'offline'
    case 'ADMIN_down':
    case 'ERROR_up':
    case 'USER_down':
      return 'down'
    case 'running':
    case 'ERROR_down':
    case 'ERROR_nodedown':
    case 'ERROR_nodeoffline':
    case 'ERROR_wrongnode':
      return 'up'
  }
}
