import { GanetiFailure, prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { isExternallyMirrored, storageKind } from '../state/templates.ts'
import { expandInstance, findNode, findOptionalNode } from './expand.ts'
import { optionalTextOf } from './input.ts'
import { allLocks, instanceLock, nodeLocks, nodeLocksExcept, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'

/**
 * Where FAILOVER and MIGRATE go (Ganeti lib/cmdlib/instance_migration.py:54-101,309-400): a mirrored instance to its
 * secondary and nowhere else, one on shared storage or without disks to a given node or one the allocator chooses.
 */
export function* migrationTarget(
  run: OpcodeRun,
  instance: InstanceState,
  what: 'failovers' | 'migrations',
): Generator<number, NodeState> {
  const { state, input } = run
  if (storageKind(instance.diskTemplate) === 'node') {
    throw prereqError(
      `Instance's disk layout '${instance.diskTemplate}' does not allow ${what}`,
      'wrong_state',
    )
  }
  if (!isExternallyMirrored(instance.diskTemplate)) return mirroredTarget(run, instance, what)
  const given = findOptionalNode(state, input, 'target_node')
  const iallocator = chosenIallocator(run)
  let target = given
  if (target === undefined) {
    const [name = ''] = yield* runIallocator(run, iallocator, {
      kind: 'relocate',
      instance,
      from: state.primaryOf(instance),
    })
    target = findNode(state, name)
  }
  if (target.uuid === instance.primaryUuid) {
    throw prereqError(
      `Cannot migrate instance ${instance.name} to its primary (${target.name})`,
      'wrong_state',
    )
  }
  const isOtherNode = nodeLocksExcept([state.primaryOf(instance), target])
  // The resources of all nodes stay locked to the end.
  run.release(name => name.startsWith('node/') && isOtherNode(name))
  return target
}

function mirroredTarget(
  run: OpcodeRun,
  instance: InstanceState,
  what: 'failovers' | 'migrations',
): NodeState {
  const { state, input } = run
  const secondary = state.secondaryOf(instance)
  if (secondary === undefined) {
    throw new GanetiFailure('ConfigurationError', ['No secondary node but using drbd disk types'])
  }
  const given = findOptionalNode(state, input, 'target_node')
  const hasOther = given !== undefined && given !== secondary
  if (optionalTextOf(input, 'iallocator') !== undefined || hasOther) {
    const done = what === 'failovers' ? 'failed over' : 'migrated'
    throw prereqError(
      `Instances with disk types drbd cannot be ${done} to arbitrary nodes (neither an iallocator nor a target node can be passed)`,
      'wrong_input',
    )
  }
  return secondary
}

/** The allocator to ask where no node is given. Throws GanetiFailure where there is neither. */
function chosenIallocator({ input, state }: OpcodeRun): string {
  const iallocator = optionalTextOf(input, 'iallocator')
  const node = optionalTextOf(input, 'target_node')
  if (iallocator !== undefined && node !== undefined) {
    throw prereqError('Do not specify both, iallocator and node', 'wrong_input')
  }
  const chosen = iallocator ?? state.cluster.defaultIallocator
  if (chosen === '' && node === undefined) {
    throw prereqError(
      'No iallocator or node given and no cluster-wide default iallocator found; please specify either an iallocator or a node, or set a cluster-wide default iallocator',
      'wrong_input',
    )
  }
  return chosen
}

/** Their locks: the instance, then its nodes (all nodes where the allocator has to choose), then those nodes' resources. */
export function migrationLockStages(forthcoming: 'allowed' | 'refused'): Opcode['lockStages'] {
  /** Undefined: all nodes. */
  const nodes = (run: OpcodeRun): (NodeState | undefined)[] | undefined => {
    const instance = expandInstance(run.state, run.input, forthcoming)
    const target = findOptionalNode(run.state, run.input, 'target_node')
    if (isExternallyMirrored(instance.diskTemplate) && target === undefined) return undefined
    return [run.state.primaryOf(instance), run.state.secondaryOf(instance), target]
  }
  return [
    run => [instanceLock(expandInstance(run.state, run.input, forthcoming))],
    // Named one by one, as they are after the choice: the set of all of them blocks the same jobs.
    run => nodeLocks(nodes(run) ?? run.state.nodes.values()),
    run => {
      const named = nodes(run)
      return named === undefined ? [allLocks('node-res')] : nodeResourceLocks(named)
    },
  ]
}
