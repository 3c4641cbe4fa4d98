import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { execError, prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import { RequestParseError } from '../haskell-text.ts'
import { prettyJson } from '../pretty-json.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { createBlankDisks } from './disks.ts'
import { expandInstance, findNode } from './expand.ts'
import { optionalTextOf, textOf, textsOf } from './input.ts'
import { groupLock, instanceLock, nodeLocks, nodeLocksExcept, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import {
  anyObject,
  defaulted,
  listOf,
  natural,
  nonEmptyText,
  optional,
  required,
  text,
  texts,
} from './opcode-field.ts'

/** OP_INSTANCE_RECREATE_DISKS (opcodes.md section 6; Ganeti lib/cmdlib/instance_storage.py:780-1090). */
export const INSTANCE_RECREATE_DISKS: Opcode = {
  opId: 'OP_INSTANCE_RECREATE_DISKS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('disks', diskChoices, []),
    defaulted('nodes', listOf(nonEmptyText), []),
    optional('node_uuids', texts),
    optional('iallocator', nonEmptyText),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => {
      checkArguments(run)
      return [instanceLock(expandInstance(run.state, run.input, 'refused'))]
    },
    run => groupsToLock(run),
    run => nodeLocks(nodesToLock(run)),
    run => nodeResourceLocks(nodesToLock(run)),
  ],
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(state, input, 'refused')
    const given = textsOf(input, 'nodes').map(name => findNode(state, name))
    const iallocator = optionalTextOf(input, 'iallocator')
    checkPrerequisites(run, instance, given)
    let chosen = given
    if (iallocator !== undefined) {
      const names = yield* runIallocator(run, iallocator, { kind: 'allocate', instance })
      chosen = names.map(name => findNode(state, name))
      run.release(nodeLocksExcept(chosen))
    }
    yield microseconds(run.timing.createDisksMs)
    recreate(run, instance, chosen)
    return null
  },
}

/** `[index, ...]` or `[[index, {changes}], ...]`. */
/** Any problem is told as the one that this list is of neither kind (Ganeti src/Ganeti/OpParams.hs, RecreateDisksInfo). */
function diskChoices(value: JsonValue): JsonValue {
  try {
    return listOf(diskChoice)(value)
  } catch (error) {
    if (!(error instanceof RequestParseError)) throw error
    throw new RequestParseError(
      "Can't parse disk information as either list of disk indices or list of disk parameters; value " +
        `received:${prettyJson(value)}`,
    )
  }
}

function diskChoice(value: JsonValue): JsonValue {
  if (!isJsonArray(value)) return natural(value)
  const [index = null, changes = null] = value
  if (value.length !== 2) throw new RequestParseError('Unable to read Pair')
  return [natural(index), anyObject(changes)]
}

function checkArguments({ input }: OpcodeRun): void {
  if (optionalTextOf(input, 'iallocator') !== undefined && textsOf(input, 'nodes').length > 0) {
    throw prereqError('Give either the iallocator or the nodes, not both', 'wrong_input')
  }
}

/** With an allocator, only the primary's group is locked: hail may all the same answer with another one. */
function groupsToLock({ state, input }: OpcodeRun) {
  if (optionalTextOf(input, 'iallocator') === undefined) return []
  const instance = expandInstance(state, input, 'refused')
  return [groupLock(state.group(state.primaryOf(instance).groupUuid), 'shared')]
}

function nodesToLock({ state, input }: OpcodeRun): (NodeState | undefined)[] {
  const instance = expandInstance(state, input, 'refused')
  if (optionalTextOf(input, 'iallocator') !== undefined) {
    return state.nodesOfGroup(state.primaryOf(instance).groupUuid)
  }
  const given = textsOf(input, 'nodes').map(name => findNode(state, name))
  return given.length > 0 ? given : [state.primaryOf(instance), state.secondaryOf(instance)]
}

function checkPrerequisites(run: OpcodeRun, instance: InstanceState, given: readonly NodeState[]): void {
  const { state, input } = run
  const nodeCount = instance.secondaryUuid === undefined ? 1 : 2
  if (given.length > 0 && given.length !== nodeCount) {
    throw prereqError(
      `Instance ${instance.name} currently has ${nodeCount} nodes, but ${given.length} replacement nodes were specified`,
      'wrong_input',
    )
  }
  const oldPrimary = state.primaryOf(instance)
  const hasIallocator = optionalTextOf(input, 'iallocator') !== undefined
  if (!hasIallocator) checkNodeOnline(given[0] ?? oldPrimary)
  if (instance.disks.length === 0) {
    throw prereqError(`Instance '${textOf(input, 'instance_name')}' has no disks`, 'wrong_input')
  }
  const isMoved = hasIallocator || given.length > 0
  // Only for an instance that leaves an offline node does its state not matter.
  if (!(isMoved && oldPrimary.offline)) {
    checkAdminState(state, instance, ['down', 'offline'], 'cannot recreate disks')
  }
  checkDiskChoice(chosenDisks(input['disks']), instance.disks.length, isMoved)
}

function chosenDisks(disks: JsonValue | undefined): number[] {
  if (!isJsonArray(disks)) return []
  return disks.map(choice => Number(isJsonArray(choice) ? choice[0] : choice))
}

function checkDiskChoice(chosen: readonly number[], diskCount: number, isMoved: boolean): void {
  const highest = Math.max(-1, ...chosen)
  if (highest >= diskCount) throw prereqError(`Invalid disk index '${highest}'`, 'wrong_input')
  if (isMoved && chosen.length > 0 && new Set(chosen).size !== diskCount) {
    throw prereqError("Can't recreate disks partially and change the nodes at the same time", 'wrong_input')
  }
}

/**
 * Writes the new nodes into the configuration first, and then creates the disks: a failure leaves an instance that points
 * to nodes without its disks. So does an allocator that chose nodes of a group whose nodes are not locked.
 */
function recreate(run: OpcodeRun, instance: InstanceState, chosen: readonly NodeState[]): void {
  const { state } = run
  const [newPrimary, newSecondary] = chosen
  const oldGroup = state.primaryOf(instance).groupUuid
  if (newPrimary !== undefined) {
    run.log(
      "Changing the instance's nodes, you will have to remove any disks left on the older nodes manually",
    )
    state.setInstanceNodes(instance, newPrimary.uuid, newSecondary?.uuid)
    state.touch(instance)
    const isAllocated = optionalTextOf(run.input, 'iallocator') !== undefined
    if (isAllocated && chosen.some(node => node.groupUuid !== oldGroup)) {
      throw execError(
        "Internal assertion error: please report this as a bug.\nError message: ''; location: RECREATE_DISKS, node locks",
      )
    }
  }
  const secondary = state.secondaryOf(instance)
  const primary = state.primaryOf(instance)
  createBlankDisks(state, instance, secondary === undefined ? [primary] : [primary, secondary])
}
