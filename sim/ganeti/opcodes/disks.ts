import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, createVolumes, volumePlace } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'

/**
 * Throws GanetiFailure (OpExecError) where the volumes of an instance cannot be created on a node: it does not answer, or
 * it still holds volumes of the same names, as a node does that was dead while its instances were made anew elsewhere.
 */
export function checkCanCreate(state: ClusterState, instance: InstanceState, node: NodeState): void {
  const problem = creationProblem(state, instance, node)
  if (problem !== undefined) {
    throw execError(
      `Can't create block device on node ${node.name} for instance ${instance.name}: ${problem}`,
    )
  }
}

function creationProblem(state: ClusterState, instance: InstanceState, node: NodeState): string | undefined {
  if (!answers(node)) return 'the node does not answer'
  const place = volumePlace(state, instance, node)
  const existing = instance.disks.findIndex(disk => place?.has(disk.uuid) === true)
  if (existing < 0) return undefined
  return `Logical Volume "${instance.disks[existing]?.uuid}.disk${existing}" already exists in volume group "xenvg"`
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
