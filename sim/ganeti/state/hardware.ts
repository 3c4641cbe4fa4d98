import type { ClusterState } from './cluster-state.ts'
import type { InstanceState, NodeState, Volume, VolumeContent } from './objects.ts'
import { diskUsageMiB, storageKind } from './templates.ts'

/** Whether a call of the master to this node gets an answer: its daemon does answer, and it is not marked offline. */
export function answers(node: NodeState): boolean {
  return !node.offline && nodedAnswers(node)
}

/** Whether noded answers the master, whatever the configuration says of the node. */
export function nodedAnswers({ hardware }: NodeState): boolean {
  return hardware.poweredOn && hardware.isReachable && hardware.runsNoded
}

/**
 * Whether what the master sends to this node vanishes, so that a connection times out; where only noded is stopped, it is
 * refused at once.
 */
export function dropsPackets({ hardware }: NodeState): boolean {
  return !hardware.poweredOn || !hardware.isReachable
}

/**
 * Works out anew which nodes the master gets through to. Each node reaches itself; two nodes reach each other while both
 * are connected. To be called after any change of a cable or of the master.
 */
export function updateReachability(state: ClusterState): void {
  const { master } = state
  for (const node of state.nodes.values()) {
    node.hardware.isReachable = node === master || (node.hardware.isConnected && master.hardware.isConnected)
  }
}

/** Memory that the hypervisor reports as free, in MiB: what neither the node's system nor a guest uses. */
export function freeMemoryMiB(state: ClusterState, node: NodeState): number {
  const { memoryMiB, reservedMemoryMiB, unaccountedMemoryMiB, filledMemoryMiB, guests } = node.hardware
  let freeMiB = memoryMiB - reservedMemoryMiB - unaccountedMemoryMiB - filledMemoryMiB
  for (const uuid of guests) freeMiB -= state.instances.get(uuid)?.memoryMiB ?? 0
  return freeMiB
}

/** Storage that is free, in MiB. */
export function freeDiskMiB(node: NodeState): number {
  const { diskMiB, unaccountedDiskMiB, filledDiskMiB, volumes } = node.hardware
  let freeMiB = diskMiB - unaccountedDiskMiB - filledDiskMiB
  for (const volume of volumes.values()) freeMiB -= volume.usageMiB
  return freeMiB
}

/** Where an instance really runs; more than one node is a split brain. */
export function nodesRunning(state: ClusterState, instance: InstanceState): NodeState[] {
  return [...state.nodes.values()].filter(node => node.hardware.guests.has(instance.uuid))
}

/** Cuts a node's power: guests are gone, volumes stay, and DRBD's devices will not be up after the next boot. */
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
    const old = to.hardware.volumes.get(uuid)
    if (volume?.isComplete === true && (old?.isComplete === false || old?.isBehind === true)) {
      to.hardware.volumes.set(uuid, { ...volume })
    }
  }
}

/** An instance goes on with the copy on one node, and nobody tells the other one, which is away, what is written. */
export function leaveBehind(instance: InstanceState, away: NodeState, inUse: NodeState): void {
  for (const { uuid } of instance.disks) {
    const [old, newest] = [away.hardware.volumes.get(uuid), inUse.hardware.volumes.get(uuid)]
    if (old !== undefined) old.isBehind = true
    if (newest !== undefined) delete newest.isBehind
  }
}

/** The node of its second copy is gone: an instance that runs writes to the other one alone from now on. */
export function goOnWithout(state: ClusterState, instance: InstanceState, away: NodeState): void {
  const primary = state.primaryOf(instance)
  if (instance.diskTemplate === 'drbd' && primary.hardware.guests.has(instance.uuid))
    leaveBehind(instance, away, primary)
}

/** Removes an instance's volumes from a node. */
export function removeVolumes(instance: InstanceState, node: NodeState): void {
  for (const { uuid } of instance.disks) node.hardware.volumes.delete(uuid)
}

/** Takes an instance out of the configuration, and off all nodes that can be told. */
export function removeInstance(state: ClusterState, instance: InstanceState): void {
  for (const { uuid } of instance.disks) state.sharedVolumes.delete(uuid)
  for (const node of state.nodes.values()) {
    if (!answers(node)) continue
    node.hardware.guests.delete(instance.uuid)
    node.hardware.assembled.delete(instance.uuid)
    removeVolumes(instance, node)
  }
  state.removeInstance(instance)
  state.touch(state.cluster)
}

/** The volume of each disk at the place where an instance's primary node looks for it. */
export function volumesSeen(state: ClusterState, instance: InstanceState): (Volume | undefined)[] {
  const primary = state.primaryOf(instance)
  const place = volumePlace(state, instance, primary)
  if (place === primary.hardware.volumes && primary.hardware.hasBrokenStorage) {
    return instance.disks.map(() => undefined)
  }
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
