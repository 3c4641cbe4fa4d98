import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, callFailure, createVolumes, volumePlace } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'

/**
 * Throws GanetiFailure (OpExecError) where the volumes of an instance cannot be created on a node: it does not answer, or
 * it still holds volumes of the same names, as a node does that was dead while its instances were made anew elsewhere.
 */
export function checkCanCreate(state: ClusterState, instance: InstanceState, node: NodeState): void {
  const place = volumePlace(state, instance, node)
  const index = answers(node) ? instance.disks.findIndex(disk => place?.has(disk.uuid) === true) : 0
  const disk = instance.disks[index]
  if (disk === undefined) return
  // A mirrored disk consists of two volumes, of which the one with the data is created first.
  const isMirrored = instance.diskTemplate === 'drbd'
  const volume = `${disk.uuid}.disk${index}${isMirrored ? '_data' : ''}`
  const visibility = isMirrored ? 'not visible' : `visible as /dev/disk/${index}`
  const problem = answers(node)
    ? `Can't create block device: LV create failed (exited with exit code 5): Logical Volume "${volume}" already exists in volume group "xenvg"`
    : callFailure(node)
  throw execError(
    `Can't create block device <LogicalVolume(/dev/xenvg/${volume}, ${visibility}, size=${disk.sizeMiB}m)> on node ${node.name} for instance ${instance.name}: ${problem}`,
  )
}

/** Makes blank disks on all of `nodes`, of a new generation; those made before one that fails are removed again. */
export function createBlankDisks(
  state: ClusterState,
  instance: InstanceState,
  nodes: readonly NodeState[],
): void {
  for (const node of nodes) checkCanCreate(state, instance, node)
  for (const disk of instance.disks) disk.generationsMade += 1
  for (const node of nodes) createVolumes(state, instance, node, 'blank')
}

/** The sum of an instance's disks, in MiB: what a mirror or a move has to transfer. */
export function diskTotalMiB(instance: InstanceState): number {
  return instance.disks.reduce((sum, disk) => sum + disk.sizeMiB, 0)
}

/** Throws GanetiFailure (OpExecError) where a node does not show all disks of an instance. */
export function checkDisksFound(instance: InstanceState, node: NodeState): void {
  for (const [index, disk] of instance.disks.entries()) {
    if (!answers(node))
      throw execError(`Can't find disk/${index} on node ${node.name}: the node does not answer`)
    if (!node.hardware.volumes.has(disk.uuid)) {
      throw execError(`Can't find disk/${index} on node ${node.name}: disk not found`)
    }
  }
}
