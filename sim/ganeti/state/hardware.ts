import type { ClusterState } from './cluster-state.ts'
import type { InstanceState, NodeState, Volume, VolumeContent } from './objects.ts'
import { diskUsageMiB, storageKind } from './templates.ts'

/** Whether a question to this node over the network would get an answer: it runs, and is not marked offline. */
export function answers(node: NodeState): boolean {
  return !node.offline && nodedAnswers(node)
}

/** Whether the node's daemon would answer, whatever the configuration says of the node. */
export function nodedAnswers({ hardware }: NodeState): boolean {
  return hardware.poweredOn
}

/** What a call to a node that does not answer fails with: one marked offline is not even called (lib/rpc/node.py:194). */
export function callFailure(node: NodeState): string {
  return node.offline ? 'Node is marked offline' : connectFailure(node)
}

/** What a call to a node fails with where nobody listens there, in libcurl's words. */
export function connectFailure(node: NodeState): string {
  return `Error 7: Failed to connect to ${node.primaryIp} port 1811 after 0 ms: Couldn't connect to server`
}

/** Memory that the hypervisor reports as free, in MiB: what neither the node's system nor a guest uses. */
export function freeMemoryMiB(state: ClusterState, node: NodeState): number {
  let freeMiB = node.hardware.memoryMiB - node.hardware.reservedMemoryMiB - node.hardware.unaccountedMemoryMiB
  for (const uuid of node.hardware.guests) freeMiB -= state.instances.get(uuid)?.memoryMiB ?? 0
  return freeMiB
}

/** Storage that is free, in MiB. */
export function freeDiskMiB(node: NodeState): number {
  let freeMiB = node.hardware.diskMiB - node.hardware.unaccountedDiskMiB
  for (const volume of node.hardware.volumes.values()) freeMiB -= volume.usageMiB
  return freeMiB
}

/** Where an instance really runs; more than one node is a split brain. */
export function nodesRunning(state: ClusterState, instance: InstanceState): NodeState[] {
  return [...state.nodes.values()].filter(node => node.hardware.guests.has(instance.uuid))
}

/** Cuts a node's power: guests are gone, volumes stay. */
export function cutPower(node: NodeState): void {
  node.hardware.poweredOn = false
  node.hardware.guests.clear()
  node.hardware.assembled.clear()
}

/** Creates the volumes of some disks of an instance on one node, or on the shared storage, in the newest generation. */
export function createVolumes(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
  content: VolumeContent,
  disks: InstanceState['disks'] = instance.disks,
): void {
  const place = volumePlace(state, instance, node)
  for (const disk of disks) {
    const usageMiB = diskUsageMiB(instance.diskTemplate, disk.sizeMiB)
    place?.set(disk.uuid, { usageMiB, generation: disk.generationsMade, content, isComplete: true })
  }
}

/** Begins to copy disks of an instance from one node to another, as a mirror or a move does: not complete as yet. */
export function startCopy(
  instance: InstanceState,
  from: NodeState,
  to: NodeState,
  disks: InstanceState['disks'] = instance.disks,
): void {
  for (const { uuid } of disks) {
    const volume = from.hardware.volumes.get(uuid)
    if (volume !== undefined) to.hardware.volumes.set(uuid, { ...volume, isComplete: false })
  }
}

/** Ends a copy: the volumes are what those of the other node are now. */
export function finishCopy(instance: InstanceState, from: NodeState, to: NodeState): void {
  for (const { uuid } of instance.disks) {
    const volume = from.hardware.volumes.get(uuid)
    if (volume?.isComplete === true && to.hardware.volumes.get(uuid)?.isComplete === false) {
      to.hardware.volumes.set(uuid, { ...volume })
    }
  }
}

/** Removes an instance's volumes from a node. */
export function removeVolumes(instance: InstanceState, node: NodeState): void {
  for (const { uuid } of instance.disks) node.hardware.volumes.delete(uuid)
}

/** The volume of each disk at the place where an instance's primary node looks for it. */
export function volumesSeen(state: ClusterState, instance: InstanceState): (Volume | undefined)[] {
  const place = volumePlace(state, instance, state.primaryOf(instance))
  return instance.disks.map(disk => place?.get(disk.uuid))
}

/** The map that holds an instance's volumes on `node`: the node's own, or the shared storage's. */
export function volumePlace(
  state: ClusterState,
  instance: InstanceState,
  node: NodeState,
): Map<string, Volume> | undefined {
  switch (storageKind(instance.diskTemplate)) {
    case 'mirrored':
    case 'node':
      return node.hardware.volumes
    case 'shared':
      return state.sharedVolumes
    case 'none':
      return undefined
  }
}
