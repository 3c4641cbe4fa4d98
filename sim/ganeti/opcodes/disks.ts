import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { createVolumes, freeDiskMiB, nodedAnswers, volumePlace } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { diskUsageMiB, storageKind } from '../state/templates.ts'
import { rpcProblem } from './rpc.ts'

type Disk = InstanceState['disks'][number]

/**
 * Why a node cannot use a disk of an instance, as its daemon would say, or undefined: the node does not answer, the volume
 * is not there or was never completely written, or the storage is broken.
 */
export function diskProblem(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  disk: Disk,
): string | undefined {
  const problem = rpcProblem(node)
  if (problem !== undefined) return problem
  const place = volumePlace(state, instance, node)
  if (place === undefined) return undefined
  const volume = place.get(disk.uuid)
  const name = lvmName(instance, instance.disks.indexOf(disk))
  if (volume === undefined) return `Error while assembling disk: Can't activate lv ${name}: Failed to find it`
  if (storageKind(instance.diskTemplate) !== 'shared' && node.hardware.hasBrokenStorage) {
    return `Error while assembling disk: Can't activate lv ${name}: Input/output error`
  }
  return undefined
}

/**
 * Why a guest cannot run on a node with a disk; beside diskProblem, DRBD needs a complete copy, its own or its peer's.
 */
export function primaryDiskProblem(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  disk: Disk,
): string | undefined {
  const problem = diskProblem(state, instance, node, disk)
  if (problem !== undefined) return problem
  if (volumePlace(state, instance, node)?.get(disk.uuid)?.isComplete !== false) return undefined
  const peer = peerOf(state, instance, node)
  const hasCompletePeer =
    peer !== undefined &&
    isAssembled(instance, peer) &&
    peer.hardware.volumes.get(disk.uuid)?.isComplete === true
  return hasCompletePeer
    ? undefined
    : 'Error while assembling disk: drbd0: State change failed: Need access to UpToDate data'
}

/** The other node of a mirrored instance. */
function peerOf(state: ClusterState, instance: InstanceState, node: NodeState): NodeState | undefined {
  const secondary = state.secondaryOf(instance)
  return node === secondary ? state.primaryOf(instance) : secondary
}

/** Whether the disks of an instance are up on a node. */
export function isAssembled(instance: InstanceState, node: NodeState): boolean {
  return nodedAnswers(node) && node.hardware.assembled.has(instance.uuid)
}

/** Whether a mirror is degraded as a node sees it: its peer is not connected, or its own copy is not complete. */
export function isDegraded(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  disk: Disk,
): boolean {
  const peer = peerOf(state, instance, node)
  if (peer === undefined) return false
  return !isAssembled(instance, peer) || node.hardware.volumes.get(disk.uuid)?.isComplete !== true
}

/** The sum of an instance's disks, in MiB: what a move has to transfer. */
export function diskTotalMiB(instance: InstanceState): number {
  return instance.disks.reduce((sum, disk) => sum + disk.sizeMiB, 0)
}

/**
 * Creates blank disks on all of `nodes`, of a new generation, disk by disk (lib/cmdlib/instance_storage.py, CreateDisks).
 * Throws GanetiFailure (OpExecError) for the first that cannot be; those made before are removed again. A node that was
 * dead while its instances were made anew elsewhere still has volumes of the same names, and refuses.
 */
export function createBlankDisks(
  state: ClusterState,
  instance: InstanceState,
  nodes: readonly NodeState[],
  disks: readonly Disk[] = instance.disks,
): void {
  const made: [NodeState, Disk][] = []
  for (const disk of disks) {
    for (const node of nodes) {
      const problem = creationProblem(state, instance, node, disk)
      if (problem !== undefined) {
        for (const [where, created] of made) volumePlace(state, instance, where)?.delete(created.uuid)
        throw execError(problem)
      }
      // Shared storage has one volume, which the first of the nodes makes.
      if (storageKind(instance.diskTemplate) === 'shared' && node !== nodes[0]) continue
      createVolumes(state, instance, node, 'blank', [disk])
      made.push([node, disk])
    }
  }
  for (const disk of disks) disk.generationsMade += 1
  for (const [node, disk] of made) {
    const volume = volumePlace(state, instance, node)?.get(disk.uuid)
    if (volume !== undefined) volume.generation = disk.generationsMade
  }
}

/** Why a node cannot create a disk of an instance, in Ganeti's words, or undefined. `named` anew: no name is taken. */
export function creationProblem(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  disk: Disk,
  named: 'as ever' | 'anew' = 'as ever',
): string | undefined {
  const index = instance.disks.indexOf(disk)
  const cause =
    rpcProblem(node) ??
    prefixed("Can't create block device: ", storageProblem(state, instance, node, disk, index, named))
  if (cause === undefined) return undefined
  return `Can't create block device ${deviceText(instance, index)} on node ${node.name} for instance ${instance.name}: ${cause}`
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${prefix}${text}`
}

function storageProblem(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  disk: Disk,
  index: number,
  named: 'as ever' | 'anew',
): string | undefined {
  const place = volumePlace(state, instance, node)
  if (place === undefined) return undefined
  const name = lvmName(instance, index)
  if (named === 'as ever' && place.has(disk.uuid)) {
    // lib/storage/filestorage.py, CreateFile
    if (instance.diskTemplate === 'file' || instance.diskTemplate === 'sharedfile') {
      const shared = instance.diskTemplate === 'sharedfile' ? 'shared-' : ''
      const file = `/srv/ganeti/${shared}file-storage/${instance.name}/${disk.uuid}.file.disk${index}`
      return `${file}: can't create: [Errno 17] File exists: '${file}'`
    }
    return `LV create failed (exited with exit code 5): Logical Volume "${name}" already exists in volume group "xenvg"`
  }
  if (storageKind(instance.diskTemplate) === 'shared') return undefined
  if (node.hardware.hasBrokenStorage) return "Can't compute PV info for vg xenvg"
  const neededMiB = diskUsageMiB(instance.diskTemplate, disk.sizeMiB)
  const freeMiB = freeDiskMiB(node)
  return freeMiB < neededMiB
    ? `Not enough free space: required ${disk.sizeMiB}, available ${freeMiB}`
    : undefined
}

/** A disk's logical volume; DRBD's data has one of its own beside that of its metadata. */
function lvmName(instance: InstanceState, index: number): string {
  const suffix = storageKind(instance.diskTemplate) === 'mirrored' ? '_data' : ''
  return `${instance.disks[index]?.uuid}.disk${index}${suffix}`
}

function deviceText(instance: InstanceState, index: number): string {
  const sizeMiB = instance.disks[index]?.sizeMiB
  switch (storageKind(instance.diskTemplate)) {
    case 'mirrored':
      return `<LogicalVolume(/dev/xenvg/${lvmName(instance, index)}, not visible, size=${sizeMiB}m)>`
    default:
      return instance.diskTemplate === 'plain'
        ? `<LogicalVolume(/dev/xenvg/${lvmName(instance, index)}, visible as /dev/disk/${index}, size=${sizeMiB}m)>`
        : `<Disk(type=${instance.diskTemplate}, logical_id=('${instance.disks[index]?.uuid}',), children=[], visible as /dev/disk/${index}, size=${sizeMiB}m)>`
  }
}
