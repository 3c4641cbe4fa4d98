import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { finishCopy, freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { diskProblem, primaryDiskProblem } from './disks.ts'
import { logWarning } from './job-log.ts'
import type { OpcodeRun } from './opcode.ts'
import { rpcProblem } from './rpc.ts'

/** What several opcodes do to the guest and the disks of an instance (lib/cmdlib/instance_storage.py:1511-1675). */

/** The nodes that hold an instance's disks, the primary first. */
export function nodesOf(state: ClusterState, instance: InstanceState): NodeState[] {
  const secondary = state.secondaryOf(instance)
  return secondary === undefined ? [state.primaryOf(instance)] : [state.primaryOf(instance), secondary]
}

/**
 * Brings the disks up on all nodes of an instance and says whether that went well; if not, they are marked as inactive
 * again. An offline secondary is no failure, any other one only where secondaries are not ignored.
 */
export function assembleDisks(
  run: OpcodeRun,
  instance: InstanceState,
  secondaries: 'needed' | 'ignored',
): boolean {
  const { state } = run
  const primary = state.primaryOf(instance)
  setDisksActive(state, instance, true)
  let isFine = true
  for (const node of nodesOf(state, instance)) {
    if (rpcProblem(node) === undefined) node.hardware.assembled.add(instance.uuid)
  }
  for (const [index, disk] of instance.disks.entries()) {
    for (const node of nodesOf(state, instance)) {
      const problem = diskProblem(state, instance, node, disk)
      if (problem === undefined) continue
      logUnprepared(run, index, node, false, problem)
      const isOfflineSecondary = node !== primary && node.offline
      if (secondaries === 'needed' && !isOfflineSecondary) isFine = false
    }
  }
  for (const [index, disk] of instance.disks.entries()) {
    const problem = primaryDiskProblem(state, instance, primary, disk)
    if (problem === undefined) continue
    logUnprepared(run, index, primary, true, problem)
    isFine = false
  }
  if (!isFine) setDisksActive(state, instance, false)
  else catchUp(state, instance)
  return isFine
}

function logUnprepared(
  run: OpcodeRun,
  index: number,
  node: NodeState,
  isPrimary: boolean,
  problem: string,
): void {
  const pass = isPrimary ? 'is_primary=True, pass=2' : 'is_primary=False, pass=1'
  logWarning(run, `Could not prepare block device disk/${index} on node ${node.name} (${pass}): ${problem}`)
}

/** A mirror that is connected again copies what the secondary lacks. */
function catchUp(state: ClusterState, instance: InstanceState): void {
  const secondary = state.secondaryOf(instance)
  if (secondary !== undefined && rpcProblem(secondary) === undefined) {
    finishCopy(instance, state.primaryOf(instance), secondary)
  }
}

/** Takes the disks down on all nodes and says whether that went well; a secondary that is offline is no failure. */
export function shutDownDisks(
  run: OpcodeRun,
  instance: InstanceState,
  primary: 'matters' | 'ignored' = 'matters',
): boolean {
  const { state } = run
  setDisksActive(state, instance, false)
  let isFine = true
  for (const node of nodesOf(state, instance)) {
    if (rpcProblem(node) === undefined) node.hardware.assembled.delete(instance.uuid)
  }
  for (const index of instance.disks.keys()) {
    for (const node of nodesOf(state, instance)) {
      const problem = rpcProblem(node)
      if (problem === undefined) continue
      logWarning(run, `Could not shutdown block device disk/${index} on node ${node.name}: ${problem}`)
      const isPrimary = node === state.primaryOf(instance)
      if (isPrimary ? primary === 'matters' : !node.offline) isFine = false
    }
  }
  return isFine
}

/** Brings the disks up for work on them. Throws GanetiFailure (OpExecError) where that fails. */
export function startDisks(run: OpcodeRun, instance: InstanceState, force: boolean | undefined): void {
  if (assembleDisks(run, instance, force === true ? 'ignored' : 'needed')) return
  shutDownDisks(run, instance)
  if (force === false) {
    run.log(
      "      Hint: If the message above refers to a secondary node, you can retry the operation using '--force'",
    )
  }
  throw execError('Disk consistency error')
}

/** Records whether the disks should be active; serial number and mtime move only with a change. */
export function setDisksActive(state: ClusterState, instance: InstanceState, active: boolean): void {
  if (instance.disksActive === active) return
  instance.disksActive = active
  state.touch(instance)
}

/** Why the guest does not start on the primary node with disks that are active already, or undefined when it runs. */
export function startGuest(state: ClusterState, instance: InstanceState): string | undefined {
  const primary = state.primaryOf(instance)
  const problem = rpcProblem(primary)
  if (problem !== undefined) return problem
  if (primary.hardware.guests.has(instance.uuid)) return undefined
  if (freeMemoryMiB(state, primary) < instance.minMemoryMiB) {
    return `Hypervisor error: Failed to start instance ${instance.name}: not enough memory`
  }
  primary.hardware.guests.add(instance.uuid)
  return undefined
}

/** Stops the guest on a node; returns why that failed. */
export function stopGuest(instance: InstanceState, node: NodeState): string | undefined {
  const problem = rpcProblem(node)
  if (problem === undefined) node.hardware.guests.delete(instance.uuid)
  return problem
}

/**
 * Writes the admin state, who changed it, and with `up` and `offline` whether the disks are active, all at once (Ganeti
 * lib/config/__init__.py:1677-1760); serial number and mtime move only with a change.
 */
export function setAdminState(
  state: ClusterState,
  instance: InstanceState,
  adminState: InstanceState['adminState'],
  source: InstanceState['adminStateSource'] = 'admin',
): void {
  const disksActive = adminState === 'down' ? instance.disksActive : adminState === 'up'
  const isSame =
    instance.adminState === adminState &&
    instance.adminStateSource === source &&
    instance.disksActive === disksActive
  if (isSame) return
  instance.adminState = adminState
  instance.adminStateSource = source
  instance.disksActive = disksActive
  state.touch(instance)
}
