import { prereqError } from '../ganeti-failure.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { checkAdminState } from './checks.ts'
import { expandInstance, expandOptionalNode } from './expand.ts'
import { nodesOf, shutDownDisks, startDisks } from './guest.ts'
import { chosenIallocator } from './iallocator-choice.ts'
import { optionalTextOf, textOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks, nodeResourceLocks } from './lock-requests.ts'
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
import { type Replacement, replacementPlan } from './replace-disks-plan.ts'
import { replaceInPlace } from './replace-in-place.ts'
import { changeSecondary } from './replace-secondary.ts'
import { runHooks, runHooksBefore } from './rpc.ts'

const MODES = ['replace_on_primary', 'replace_on_secondary', 'replace_new_secondary', 'replace_auto']

/** OP_INSTANCE_REPLACE_DISKS (opcodes.md section 5; Ganeti lib/cmdlib/instance_storage.py:1908-3014). */
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
      const instance = expandInstance(run, 'allowed')
      expandOptionalNode(run, 'remote_node')
      return [instanceLock(instance)]
    },
    run => groupsToLock(run).map(uuid => groupLock(run.state.group(uuid), 'shared')),
    run => nodeLocks(nodesToLock(run)),
    run => nodeResourceLocks(nodesToLock(run)),
  ],
  *run(run) {
    const { state } = run
    const instance = expandInstance(run, 'allowed')
    const plan = yield* replacementPlan(run, instance)
    const hookNodes = [state.master, state.primaryOf(instance), plan.newNode]
    yield* runHooksBefore(run, hookNodes)
    if (plan.disks.length === 0) {
      run.log(`No disks need replacement for instance '${instance.name}'`)
    } else {
      yield* carryOut(run, instance, plan)
    }
    runHooks(run, hookNodes)
    return null
  },
}

/** Only a change of the secondary takes an allocator or a node, and then exactly one of them. */
function checkArguments(run: OpcodeRun): void {
  const { input } = run
  const hasIallocator = optionalTextOf(input, 'iallocator') !== undefined
  const hasNode = optionalTextOf(input, 'remote_node') !== undefined
  if (textOf(input, 'mode') === 'replace_new_secondary') {
    if (!hasIallocator && !hasNode) {
      throw prereqError(
        'When changing the secondary either an iallocator script must be used or the new node given',
        'wrong_input',
      )
    }
    chosenIallocator(run, 'remote_node')
  } else if (hasIallocator || hasNode) {
    throw prereqError(
      'The iallocator and new node options can only be used when changing the secondary node',
      'wrong_input',
    )
  }
}

/** With an allocator the groups of the instance's nodes are locked, else none. */
function groupsToLock(run: OpcodeRun): string[] {
  if (optionalTextOf(run.input, 'iallocator') === undefined) return []
  const instance = expandInstance(run, 'allowed')
  return [...new Set(nodesOf(run.state, instance).map(node => node.groupUuid))]
}

function nodesToLock(run: OpcodeRun): (NodeState | undefined)[] {
  if (optionalTextOf(run.input, 'iallocator') !== undefined) {
    return groupsToLock(run).flatMap(uuid => run.state.nodesOfGroup(uuid))
  }
  const instance = expandInstance(run, 'allowed')
  return [...nodesOf(run.state, instance), expandOptionalNode(run, 'remote_node')]
}

/** Disks that are not active are brought up for the work, and down again whatever came of it. */
function* carryOut(run: OpcodeRun, instance: InstanceState, plan: Replacement): Generator<number, void> {
  run.log(`Replacing disk(s) ${plan.disks.join(', ')} for instance '${instance.name}'`)
  run.log(`Current primary node: ${run.state.primaryOf(instance).name}`)
  run.log(`Current secondary node: ${run.state.secondaryOf(instance)?.name}`)
  const isActivated = !instance.disksActive && !instance.forthcoming
  if (isActivated) startDisks(run, instance, true)
  try {
    yield* plan.newNode === undefined
      ? replaceInPlace(run, instance, plan)
      : changeSecondary(run, instance, plan.newNode, plan)
  } finally {
    if (isActivated) {
      checkAdminState(run, instance, ['down', 'offline'], 'cannot shutdown disks')
      shutDownDisks(run, instance)
    }
  }
}
