import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { execError, prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import { RequestParseError } from '../haskell-text.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { createBlankDisks } from './disks.ts'
import { expandInstance, findNode } from './expand.ts'
import { nodesOf } from './guest.ts'
import { chosenIallocator } from './iallocator-choice.ts'
import { optionalTextOf, textsOf } from './input.ts'
import { logInfo, logWarning } from './job-log.ts'
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
import { runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_RECREATE_DISKS (opcodes.md section 6; Ganeti lib/cmdlib/instance_storage.py:763-1090). */
export const INSTANCE_RECREATE_DISKS: Opcode = {
  opId: 'OP_INSTANCE_RECREATE_DISKS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('disks', listOf(diskChoice), []),
    defaulted('nodes', listOf(nonEmptyText), []),
    optional('node_uuids', texts),
    optional('iallocator', nonEmptyText),
  ],
  summaryOf: input => String(input['instance_name']),
  lockStages: [
    run => {
      checkArguments(run)
      const instance = expandInstance(run, 'refused')
      givenNodes(run)
      return [instanceLock(instance)]
    },
    run => groupsToLock(run),
    run => nodeLocks(nodesToLock(run)),
    run => nodeResourceLocks(nodesToLock(run)),
  ],
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(run, 'refused')
    const given = givenNodes(run)
    const iallocator = optionalTextOf(input, 'iallocator')
    const disks = checkPrerequisites(run, instance, given)
    let chosen = given
    if (iallocator !== undefined) {
      const names = yield* runIallocator(run, iallocator, { kind: 'allocate', instance })
      chosen = names.map(name => findNode(state, name))
      fillNodes(run, chosen)
      logInfo(
        run,
        `Selected nodes for instance ${instance.name} via iallocator ${iallocator}: ${names.join(', ')}`,
      )
      run.release(nodeLocksExcept(chosen))
    }
    const hookNodes = [state.master, ...nodesOf(state, instance)]
    yield* runHooksBefore(run, hookNodes)
    yield microseconds(run.timing.createDisksMs)
    recreate(run, instance, chosen, disks)
    runHooks(run, hookNodes)
    return null
  },
}

/** `[index, ...]` or `[[index, {changes}], ...]`. */
function diskChoice(value: JsonValue): JsonValue {
  if (!isJsonArray(value)) return natural(value)
  const [index = null, changes = null] = value
  if (value.length !== 2) throw new RequestParseError('Unable to read Pair')
  return [natural(index), anyObject(changes)]
}

/** What may be changed of a disk that is made anew. */
const CHANGEABLE = ['size', 'mode', 'spindles']

function checkArguments(run: OpcodeRun): void {
  const choices = chosenDisks(run.input['disks'])
  const plain = isJsonArray(run.input['disks']) && run.input['disks'].some(choice => !isJsonArray(choice))
  if (plain) {
    run.fill({ disks: [...new Set(choices.map(choice => choice.index))].sort((a, b) => a - b).map(pair) })
  } else {
    const indices = choices.map(choice => choice.index)
    const repeated = [...new Set(indices.filter((index, at) => indices.indexOf(index) !== at))]
    if (repeated.length > 0) {
      throw prereqError(
        `Some disks have been specified more than once: ${repeated.join(', ')}`,
        'wrong_input',
      )
    }
  }
  const hasChoice =
    optionalTextOf(run.input, 'iallocator') !== undefined || textsOf(run.input, 'nodes').length > 0
  if (hasChoice) chosenIallocator(run, 'nodes')
  for (const { index, changes } of choices) {
    const fixed = Object.keys(changes).filter(key => !CHANGEABLE.includes(key))
    if (fixed.length > 0) {
      throw prereqError(
        `Parameters for disk ${index} try to change unmodifyable parameter(s): ${fixed.join(', ')}`,
        'wrong_input',
      )
    }
  }
}

function pair(index: number): JsonValue {
  return [index, {}]
}

interface DiskChoice {
  readonly index: number
  readonly changes: JsonObject
}

function chosenDisks(disks: JsonValue | undefined): DiskChoice[] {
  if (!isJsonArray(disks)) return []
  return disks.map(choice => {
    if (!isJsonArray(choice)) return { index: Number(choice), changes: {} }
    const [index = null, changes = null] = choice
    return { index: Number(index), changes: isJsonObject(changes) ? changes : {} }
  })
}

function givenNodes(run: OpcodeRun): NodeState[] {
  const nodes = textsOf(run.input, 'nodes').map(name => findNode(run.state, name))
  if (nodes.length > 0) fillNodes(run, nodes)
  return nodes
}

function fillNodes(run: OpcodeRun, nodes: readonly NodeState[]): void {
  run.fill({ nodes: nodes.map(node => node.name), node_uuids: nodes.map(node => node.uuid) })
}

/** With an allocator, only the primary's group is locked: hail may all the same answer with another one. */
function groupsToLock(run: OpcodeRun) {
  if (optionalTextOf(run.input, 'iallocator') === undefined) return []
  const instance = expandInstance(run, 'refused')
  return [groupLock(run.state.group(run.state.primaryOf(instance).groupUuid), 'shared')]
}

function nodesToLock(run: OpcodeRun): (NodeState | undefined)[] {
  const { state } = run
  const instance = expandInstance(run, 'refused')
  if (optionalTextOf(run.input, 'iallocator') !== undefined) {
    return state.nodesOfGroup(state.primaryOf(instance).groupUuid)
  }
  const given = givenNodes(run)
  return given.length > 0 ? given : nodesOf(state, instance)
}

/** Returns the indices of the disks to make anew. */
function checkPrerequisites(
  run: OpcodeRun,
  instance: InstanceState,
  given: readonly NodeState[],
): ReadonlySet<number> {
  const { state, input } = run
  const nodeCount = nodesOf(state, instance).length
  if (given.length > 0 && given.length !== nodeCount) {
    throw prereqError(
      `Instance ${instance.name} currently has ${nodeCount} nodes, but ${given.length} replacement nodes were specified`,
      'wrong_input',
    )
  }
  const oldPrimary = state.primaryOf(instance)
  const hasIallocator = optionalTextOf(input, 'iallocator') !== undefined
  if (!hasIallocator) checkNodeOnline(given[0] ?? oldPrimary)
  const diskCount = instance.disks.length
  if (diskCount === 0) throw prereqError(`Instance '${instance.name}' has no disks`, 'wrong_input')
  const isMoved = hasIallocator || given.length > 0
  // Only for an instance that leaves an offline node does its state not matter.
  if (!(isMoved && oldPrimary.offline)) {
    checkAdminState(run, instance, ['down', 'offline'], 'cannot recreate disks')
  }
  const chosen = new Set(chosenDisks(input['disks']).map(choice => choice.index))
  const highest = Math.max(-1, ...chosen)
  if (highest >= diskCount) throw prereqError(`Invalid disk index '${highest}'`, 'wrong_input')
  if (isMoved && chosen.size > 0 && chosen.size !== diskCount) {
    throw prereqError("Can't recreate disks partially and change the nodes at the same time", 'wrong_input')
  }
  return chosen.size === 0 ? new Set(instance.disks.keys()) : chosen
}

/**
 * Writes the new nodes into the configuration first, and then creates the disks: a failure leaves an instance that points
 * to nodes without its disks. So does an allocator that chose nodes of a group whose nodes are not locked.
 */
function recreate(
  run: OpcodeRun,
  instance: InstanceState,
  chosen: readonly NodeState[],
  disks: ReadonlySet<number>,
): void {
  const { state } = run
  const [newPrimary, newSecondary] = chosen
  const oldGroup = state.primaryOf(instance).groupUuid
  if (newPrimary !== undefined) {
    logWarning(
      run,
      "Changing the instance's nodes, you will have to remove any disks left on the older nodes manually",
    )
    state.setInstanceNodes(instance, newPrimary.uuid, newSecondary?.uuid)
    state.touch(instance)
    const isAllocated = optionalTextOf(run.input, 'iallocator') !== undefined
    if (isAllocated && chosen.some(node => node.groupUuid !== oldGroup)) {
      throw execError(
        'Internal assertion error: please report this as a bug.\nError message: \'\'; location:   File "/usr/share/ganeti/3.0/ganeti/cmdlib/instance_storage.py", line 1082, in Exec\n    assert mylocks.issuperset(frozenset(inst_nodes))\n',
      )
    }
  }
  createBlankDisks(
    state,
    instance,
    nodesOf(state, instance),
    instance.disks.filter((_, index) => disks.has(index)),
  )
}
