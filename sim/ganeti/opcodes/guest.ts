import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, freeMemoryMiB, volumesSeen } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'

/** What several opcodes do to the guest and the disks of an instance. Each throws GanetiFailure (OpExecError) with the
 * text that Ganeti gives where a node does not answer or does not have what it should. */
export function activateDisks(state: ClusterState, instance: InstanceState): void {
  const primary = state.primaryOf(instance)
  const isComplete = volumesSeen(state, instance).every(volume => volume !== undefined)
  if (instance.disks.length > 0 && (!answers(primary) || !isComplete)) {
    throw execError("Can't activate the instance's disks")
  }
  for (const node of [primary, state.secondaryOf(instance)]) {
    if (node !== undefined && answers(node)) node.hardware.assembled.add(instance.uuid)
  }
  setDisksActive(state, instance, true)
}

/** Records whether the disks should be active; serial number and mtime move only with a change. */
export function setDisksActive(state: ClusterState, instance: InstanceState, active: boolean): void {
  if (instance.disksActive === active) return
  instance.disksActive = active
  state.touch(instance)
}

/** Starts the guest on the primary node, with disks that are active already. */
export function startGuest(state: ClusterState, instance: InstanceState): void {
  const primary = state.primaryOf(instance)
  if (!answers(primary)) {
    throw execError(
      `Could not start instance ${instance.name} on node ${primary.name}: the node does not answer`,
    )
  }
  if (primary.hardware.guests.has(instance.uuid)) return
  if (freeMemoryMiB(state, primary) < instance.minMemoryMiB) {
    throw execError(`Could not start instance ${instance.name} on node ${primary.name}: not enough memory`)
  }
  primary.hardware.guests.add(instance.uuid)
}

/** Writes the admin state; serial number and mtime move only with a change. */
export function setAdminState(
  state: ClusterState,
  instance: InstanceState,
  adminState: InstanceState['adminState'],
): void {
  if (instance.adminState === adminState) return
  instance.adminState = adminState
  instance.adminStateSource = 'admin'
  state.touch(instance)
}
