import { execError, prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers, copyVolumes, removeVolumes } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds, resyncUs } from '../timing.ts'
import { checkNodeNotDrained, checkNodeOnline, checkNodeVmCapable } from './checks.ts'
import { checkCanCreate, checkDisksFound } from './disks.ts'
import { expandInstance, findNode, findOptionalNode } from './expand.ts'
import { setDisksActive } from './guest.ts'
import { flagOf, optionalTextOf, textOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks, nodeLocksExcept, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import {
  defaulted,
  flag,
  listOf,
  natural,
  nonEmptyText,
  oneOf,
  optional,
  required,
  text,
} from './opcode-field.ts'

const MODES = ['replace_on_primary', 'replace_on_secondary', 'replace_new_secondary', 'replace_auto']

/** OP_INSTANCE_REPLACE_DISKS (opcodes.md section 5; Ganeti lib/cmdlib/instance_storage.py:1989-2518). */
export const INSTANCE_REPLACE_DISKS: Opcode = {
  opId: 'OP_INSTANCE_REPLACE_DISKS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('early_release', flag, false),
    defaulted('ignore_ipolicy', flag, false),
    required('mode', oneOf('ReplaceDisksMode', MODES)),
    defaulted('disks', listOf(natural), []),
    optional('remote_node', nonEmptyText),
    optional('remote_node_uuid', nonEmptyText),
    optional('iallocator', nonEmptyText),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => {
      checkArguments(run)
      return [instanceLock(expandInstance(run.state, run.input, 'allowed'))]
    },
    run => groupsToLock(run).map(uuid => groupLock(run.state.group(uuid), 'shared')),
    run => nodeLocks(nodesToLock(run)),
    run => nodeResourceLocks(nodesToLock(run)),
  ],
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(state, input, 'allowed')
    const secondary = state.secondaryOf(instance)
    if (secondary === undefined) {
      throw prereqError(
        'The instance has a strange layout, expected one secondary but found 0',
        'internal_error',
      )
    }
    if (textOf(input, 'mode') === 'replace_new_secondary') {
      const target = yield* newSecondary(run, instance, secondary)
      yield* changeSecondary(run, instance, secondary, target)
    } else {
      yield* replaceInPlace(run, instance, secondary)
    }
    return null
  },
}

/** Only a change of the secondary takes an allocator or a node, and then exactly one of them. */
function checkArguments({ input }: OpcodeRun): void {
  const hasIallocator = optionalTextOf(input, 'iallocator') !== undefined
  const hasNode = optionalTextOf(input, 'remote_node') !== undefined
  if (textOf(input, 'mode') !== 'replace_new_secondary') {
    if (!hasIallocator && !hasNode) return
    throw prereqError(
      'The iallocator and new node options can only be used when changing the secondary node',
      'wrong_input',
    )
  }
  if (hasIallocator && hasNode) throw prereqError('Do not specify both, iallocator and node', 'wrong_input')
  if (!hasIallocator && !hasNode) {
    throw prereqError(
      'When changing the secondary either an iallocator script must be used or the new node given',
      'wrong_input',
    )
  }
}

function ownNodes(state: ClusterState, instance: InstanceState): NodeState[] {
  const secondary = state.secondaryOf(instance)
  return secondary === undefined ? [state.primaryOf(instance)] : [state.primaryOf(instance), secondary]
}

/** With an allocator the groups of the instance's nodes are locked, else none. */
function groupsToLock({ state, input }: OpcodeRun): string[] {
  if (optionalTextOf(input, 'iallocator') === undefined) return []
  const instance = expandInstance(state, input, 'allowed')
  return [...new Set(ownNodes(state, instance).map(node => node.groupUuid))]
}

function nodesToLock(run: OpcodeRun): (NodeState | undefined)[] {
  const { state, input } = run
  if (optionalTextOf(input, 'iallocator') !== undefined) {
    return groupsToLock(run).flatMap(uuid => state.nodesOfGroup(uuid))
  }
  const instance = expandInstance(state, input, 'allowed')
  return [...ownNodes(state, instance), findOptionalNode(state, input, 'remote_node')]
}

function* newSecondary(
  run: OpcodeRun,
  instance: InstanceState,
  secondary: NodeState,
): Generator<number, NodeState> {
  const { state, input } = run
  const primary = state.primaryOf(instance)
  const iallocator = optionalTextOf(input, 'iallocator')
  let target = findOptionalNode(state, input, 'remote_node')
  if (iallocator !== undefined) {
    const [name = ''] = yield* runIallocator(run, iallocator, { kind: 'relocate', instance, from: secondary })
    target = findNode(state, name)
  }
  if (target === undefined || target === primary) {
    throw prereqError('The specified node is the primary node of the instance', 'wrong_input')
  }
  if (target === secondary) {
    throw prereqError('The specified node is already the secondary node of the instance', 'wrong_input')
  }
  if (Array.isArray(input['disks']) && input['disks'].length > 0) {
    throw prereqError('Cannot specify disks to be replaced', 'wrong_input')
  }
  checkNodeNotDrained(target)
  checkNodeVmCapable(target)
  checkNodeOnline(target)
  checkNodeOnline(primary)
  run.release(name => name.startsWith('nodegroup/'))
  run.release(nodeLocksExcept([primary, secondary, target]))
  return target
}

/**
 * Puts a new node in place of the secondary. The configuration is changed before the mirror is in sync: a failure behind
 * that leaves the new node in it.
 */
function* changeSecondary(
  run: OpcodeRun,
  instance: InstanceState,
  old: NodeState,
  target: NodeState,
): Generator<number, void> {
  const { state, input, timing } = run
  const primary = state.primaryOf(instance)
  const wasActive = instance.disksActive
  yield microseconds(timing.replaceDisksMs)
  setDisksActive(state, instance, true)
  checkDisksFound(instance, primary)
  checkCanCreate(state, instance, target)
  copyVolumes(instance, primary, target)
  state.setInstanceNodes(instance, primary.uuid, target.uuid)
  // The node locks go before the synchronisation, which may take hours; with early release those on resources go, too.
  const isEarly = old.offline || flagOf(input, 'early_release')
  run.release(name => name.startsWith('node/') || (isEarly && name.startsWith('node-res/')))
  if (isEarly && answers(old)) removeVolumes(instance, old)
  yield resyncUs(
    instance.disks.map(disk => disk.sizeMiB),
    timing,
  )
  if (!answers(primary) || !answers(target)) throw execError('DRBD device disk/0 is degraded!')
  if (!isEarly && answers(old)) removeVolumes(instance, old)
  if (!wasActive) setDisksActive(state, instance, false)
}

/** Makes the volumes of one node anew from the other one; the automatic mode does so where some are missing. */
function* replaceInPlace(
  run: OpcodeRun,
  instance: InstanceState,
  secondary: NodeState,
): Generator<number, void> {
  const { state, input, timing } = run
  const primary = state.primaryOf(instance)
  const mode = textOf(input, 'mode')
  const lacks = (node: NodeState) => instance.disks.some(disk => !node.hardware.volumes.has(disk.uuid))
  if (mode === 'replace_auto' && !instance.disksActive) {
    throw prereqError(`Please run activate-disks on instance ${instance.name} first`, 'wrong_state')
  }
  const auto = lacks(primary) ? primary : lacks(secondary) ? secondary : undefined
  const target = mode === 'replace_auto' ? auto : mode === 'replace_on_primary' ? primary : secondary
  if (target === undefined) return
  const other = target === primary ? secondary : primary
  checkNodeOnline(target)
  checkNodeOnline(other)
  // Node locks go before the synchronisation, and with early release those on resources, too.
  yield microseconds(timing.replaceDisksMs)
  const isEarly = flagOf(input, 'early_release')
  run.release(name => name.startsWith('node/') || (isEarly && name.startsWith('node-res/')))
  yield resyncUs(
    instance.disks.map(disk => disk.sizeMiB),
    timing,
  )
  checkDisksFound(instance, other)
  if (!answers(target)) throw execError(`Can't create block device on node ${target.name}: no answer`)
  copyVolumes(instance, other, target)
}
