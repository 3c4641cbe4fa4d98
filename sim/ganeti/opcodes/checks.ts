import type { AdminState } from '../../../src/cluster/instance.ts'
import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, callFailure, freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'

/** Prerequisites that several opcodes share (Ganeti lib/cmdlib/common.py, lib/cmdlib/instance_utils.py). Each throws
 * GanetiFailure with Ganeti's text and code where it does not hold. */
export function checkNodeOnline(node: NodeState, message = "Can't use offline node"): void {
  if (node.offline) throw prereqError(`${message}: ${node.name}`, 'wrong_state')
}

export function checkNodeNotDrained(node: NodeState): void {
  if (node.drained) throw prereqError(`Can't use drained node ${node.name}`, 'wrong_state')
}

export function checkNodeVmCapable(node: NodeState): void {
  if (!node.vmCapable) throw prereqError(`Can't use non-vm_capable node ${node.uuid}`, 'wrong_state')
}

/** Free memory as the node itself reports it. */
export function checkFreeMemory(
  state: ClusterState,
  node: NodeState,
  reason: string,
  neededMiB: number,
): void {
  if (!answers(node)) {
    throw prereqError(`Can't get data from node ${node.name}: ${callFailure(node)}`, 'environment_error')
  }
  const freeMiB = freeMemoryMiB(state, node)
  if (freeMiB < neededMiB) {
    throw prereqError(
      `Not enough memory on node ${node.name} for ${reason}: needed ${neededMiB} MiB, available ${freeMiB} MiB`,
      'insufficient_resources',
    )
  }
}

/** That an instance is in one of `allowed`, and does not run where running is not among them. */
export function checkAdminState(
  state: ClusterState,
  instance: InstanceState,
  allowed: readonly AdminState[],
  problem = `can't use instance from outside ${allowed.join(', ')} states`,
): void {
  if (!allowed.includes(instance.adminState)) {
    throw prereqError(
      `Instance '${instance.name}' is marked to be ${instance.adminState}, ${problem}`,
      'wrong_state',
    )
  }
  const primary = state.primaryOf(instance)
  if (allowed.includes('up') || primary.offline) return
  if (!answers(primary)) {
    throw prereqError(`Can't contact node ${primary.uuid} for instance information`, 'environment_error')
  }
  if (primary.hardware.guests.has(instance.uuid)) {
    throw prereqError(`Instance ${instance.name} is running, ${problem}`, 'wrong_state')
  }
}
