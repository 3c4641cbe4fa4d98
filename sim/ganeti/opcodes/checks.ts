import type { AdminState } from '../../../src/cluster/instance.ts'
import { prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { freeMemoryMiB } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { logWarning } from './job-log.ts'
import type { OpcodeRun } from './opcode.ts'
import { policyViolations } from './policy-violations.ts'
import { raisePrereq, rpcProblem } from './rpc.ts'

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
  raisePrereq(rpcProblem(node), `Can't get data from node ${node.name}`, 'environment_error')
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
  run: OpcodeRun,
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
  if (allowed.includes('up')) return
  const primary = run.state.primaryOf(instance)
  if (primary.offline) {
    logWarning(run, 'Primary node offline, ignoring check that instance is down')
    return
  }
  raisePrereq(
    rpcProblem(primary),
    `Can't retrieve instance information for instance '${instance.name}'`,
    'environment_error',
  )
  if (primary.hardware.guests.has(instance.uuid)) {
    throw prereqError(`Instance ${instance.name} is running, ${problem}`, 'wrong_state')
  }
}

/** That a node of another group may hold the instance by that group's policy; only a warning where `ignored`. */
export function checkTargetPolicy(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
  ignored: boolean,
): void {
  const { state } = run
  if (state.primaryOf(instance).groupUuid === target.groupUuid) return
  const violations = policyViolations(state, instance)
  if (violations.length === 0) return
  const text = `Instance does not meet target node group's (${target.groupUuid}) instance policy: ${violations.join(', ')}`
  if (!ignored) throw prereqError(text, 'wrong_input')
  logWarning(run, text)
}
