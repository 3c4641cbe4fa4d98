import { isJsonArray } from '../../../src/cluster/json.ts'
import { prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { checkNodeNotDrained, checkNodeOnline, checkNodeVmCapable, checkTargetPolicy } from './checks.ts'
import { diskProblem } from './disks.ts'
import { expandOptionalNode, findNode } from './expand.ts'
import { flagOf, optionalTextOf, textOf } from './input.ts'
import { logInfo } from './job-log.ts'
import { nodeLocksExcept } from './lock-requests.ts'
import { areDisksActivated } from './mirror-checks.ts'
import type { OpcodeRun } from './opcode.ts'
import { raisePrereq, rpcProblem } from './rpc.ts'

/** What is to be replaced where. */
export interface Replacement {
  /** Indices of the disks; none if there is nothing to do. */
  readonly disks: readonly number[]
  /** The node whose volumes are replaced, or whose place another one takes. */
  readonly target: NodeState
  /** The other node of the mirror: where the data comes from. */
  readonly other: NodeState
  /** The node that becomes the secondary, if the secondary changes. */
  readonly newNode: NodeState | undefined
  readonly isEarlyRelease: boolean
}

/** The prerequisites of REPLACE_DISKS (lib/cmdlib/instance_storage.py:2305-2480), in their order. Throws GanetiFailure. */
export function* replacementPlan(run: OpcodeRun, instance: InstanceState): Generator<number, Replacement> {
  const { state } = run
  const primary = state.primaryOf(instance)
  const secondary = state.secondaryOf(instance)
  if (secondary === undefined) {
    throw prereqError(
      'The instance has a strange layout, expected one secondary but found 0',
      'internal_error',
    )
  }
  const newNode = yield* newSecondary(run, instance, secondary)
  const plan = planned(run, instance, primary, secondary, newNode)
  if (newNode !== undefined) {
    checkTargetPolicy(run, instance, newNode, flagOf(run.input, 'ignore_ipolicy'))
    checkNodeOnline(newNode)
    checkNodeOnline(primary)
  } else if (plan.disks.length > 0) {
    checkNodeOnline(plan.target)
    checkNodeOnline(plan.other)
  }
  run.release(name => name.startsWith('nodegroup/'))
  run.release(nodeLocksExcept([plan.target, plan.other, newNode]))
  const outside = plan.disks.find(index => index >= instance.disks.length)
  if (outside !== undefined) {
    throw prereqError(
      `Invalid disk index: ${outside} (instace has disks 0 to ${instance.disks.length - 1}`,
      'wrong_input',
    )
  }
  return plan
}

function* newSecondary(
  run: OpcodeRun,
  instance: InstanceState,
  secondary: NodeState,
): Generator<number, NodeState | undefined> {
  const { state, input } = run
  const iallocator = optionalTextOf(input, 'iallocator')
  let target = expandOptionalNode(run, 'remote_node')
  if (iallocator !== undefined) {
    const [name = ''] = yield* runIallocator(run, iallocator, { kind: 'relocate', instance, from: secondary })
    target = findNode(state, name)
    logInfo(run, `Selected new secondary for instance '${instance.uuid}': ${target.name}`)
  }
  if (target === state.primaryOf(instance)) {
    throw prereqError('The specified node is the primary node of the instance', 'wrong_input')
  }
  if (target === secondary) {
    throw prereqError('The specified node is already the secondary node of the instance', 'wrong_input')
  }
  return target
}

function planned(
  run: OpcodeRun,
  instance: InstanceState,
  primary: NodeState,
  secondary: NodeState,
  newNode: NodeState | undefined,
): Replacement {
  const { input } = run
  const given = isJsonArray(input['disks']) ? input['disks'].map(Number) : []
  const mode = textOf(input, 'mode')
  if (given.length > 0 && (mode === 'replace_auto' || mode === 'replace_new_secondary')) {
    throw prereqError('Cannot specify disks to be replaced', 'wrong_input')
  }
  if (mode === 'replace_auto') return faultyOnes(run, instance, primary, secondary)
  const isEarlyRelease = flagOf(input, 'early_release')
  const disks = given.length > 0 ? given : [...instance.disks.keys()]
  if (newNode === undefined) {
    const [target, other] = mode === 'replace_on_primary' ? [primary, secondary] : [secondary, primary]
    return { disks, target, other, newNode, isEarlyRelease }
  }
  checkNodeNotDrained(newNode)
  checkNodeVmCapable(newNode)
  const isForced = secondary.offline && !isEarlyRelease
  if (isForced) {
    logInfo(run, `Old secondary ${secondary.uuid} is offline, automatically enabling early-release mode`)
  }
  return { disks, target: secondary, other: primary, newNode, isEarlyRelease: isEarlyRelease || isForced }
}

/** Looks for disks that DRBD has lost on one of the nodes. */
function faultyOnes(
  run: OpcodeRun,
  instance: InstanceState,
  primary: NodeState,
  secondary: NodeState,
): Replacement {
  if (!areDisksActivated(run, instance)) {
    throw prereqError(`Please run activate-disks on instance ${instance.name} first`, 'wrong_state')
  }
  const [onPrimary, onSecondary] = [primary, secondary].map(node => faultyDisks(run, instance, node))
  if (onPrimary === undefined || onSecondary === undefined) throw new TypeError('two nodes, two answers')
  if (onPrimary.length > 0 && onSecondary.length > 0) {
    throw prereqError(
      `Instance ${instance.name} has faulty disks on more than one node and can not be repaired automatically`,
      'wrong_state',
    )
  }
  const isEarlyRelease = flagOf(run.input, 'early_release')
  return onPrimary.length > 0
    ? { disks: onPrimary, target: primary, other: secondary, newNode: undefined, isEarlyRelease }
    : { disks: onSecondary, target: secondary, other: primary, newNode: undefined, isEarlyRelease }
}

function faultyDisks(run: OpcodeRun, instance: InstanceState, node: NodeState): number[] {
  raisePrereq(rpcProblem(node), `Failed to get disk status from node ${node.name}`, 'environment_error')
  return [...instance.disks.entries()].flatMap(([index, disk]) =>
    diskProblem(run.state, instance, node, disk) === undefined ? [] : [index],
  )
}
