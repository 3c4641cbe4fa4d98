import { GanetiFailure, prereqError } from '../ganeti-failure.ts'
import { runIallocator } from '../hail/run-iallocator.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { isExternallyMirrored, storageKind } from '../state/templates.ts'
import { checkTargetPolicy } from './checks.ts'
import { expandInstance, expandOptionalNode, findNode } from './expand.ts'
import { chosenIallocator } from './iallocator-choice.ts'
import { flagOf, optionalTextOf } from './input.ts'
import { logInfo } from './job-log.ts'
import { allLocks, instanceLock, nodeLocks, nodeLocksExcept, nodeResourceLocks } from './lock-requests.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'

type What = 'failovers' | 'migrations'

/**
 * Where FAILOVER and MIGRATE go (Ganeti lib/cmdlib/instance_migration.py:54-101,309-400): a mirrored instance to its
 * secondary and nowhere else, one on shared storage or without disks to a given node or one the allocator chooses.
 */
export function* migrationTarget(
  run: OpcodeRun,
  instance: InstanceState,
  what: What,
): Generator<number, NodeState> {
  if (storageKind(instance.diskTemplate) === 'node') {
    throw prereqError(
      `Instance's disk layout '${instance.diskTemplate}' does not allow ${what}`,
      'wrong_state',
    )
  }
  const isExternal = isExternallyMirrored(instance.diskTemplate)
  const target = isExternal ? yield* externalTarget(run, instance) : mirroredTarget(run, instance, what)
  checkTargetPolicy(run, instance, target, flagOf(run.input, 'ignore_ipolicy'))
  if (!isExternal) return target
  if (target.uuid === instance.primaryUuid) {
    throw prereqError(
      `Cannot migrate instance ${instance.name} to its primary (${target.name})`,
      'wrong_state',
    )
  }
  const isOtherNode = nodeLocksExcept([run.state.primaryOf(instance), target])
  // The resources of all nodes stay locked to the end.
  run.release(name => name.startsWith('node/') && isOtherNode(name))
  return target
}

function* externalTarget(run: OpcodeRun, instance: InstanceState): Generator<number, NodeState> {
  const { state } = run
  const iallocator = chosenIallocator(run, 'target_node')
  const given = expandOptionalNode(run, 'target_node')
  if (iallocator === undefined && given !== undefined) return given
  const from = state.primaryOf(instance)
  const names = yield* runIallocator(run, iallocator ?? '', { kind: 'relocate', instance, from })
  logInfo(
    run,
    `Selected nodes for instance ${instance.name} via iallocator ${iallocator}: ${names.join(', ')}`,
  )
  return findNode(state, names[0] ?? '')
}

function mirroredTarget(run: OpcodeRun, instance: InstanceState, what: What): NodeState {
  const secondary = run.state.secondaryOf(instance)
  if (secondary === undefined) {
    throw new GanetiFailure('ConfigurationError', ['No secondary node but using drbd disk types'])
  }
  const given = expandOptionalNode(run, 'target_node')
  const hasOther = given !== undefined && given !== secondary
  if (optionalTextOf(run.input, 'iallocator') !== undefined || hasOther) {
    const done = what === 'failovers' ? 'failed over' : 'migrated'
    throw prereqError(
      `Instances with disk types drbd cannot be ${done} to arbitrary nodes (neither an iallocator nor a target node can be passed)`,
      'wrong_input',
    )
  }
  return secondary
}

/** Their locks: the instance, then its nodes (all nodes where the allocator has to choose), then those nodes' resources. */
export function migrationLockStages(forthcoming: 'allowed' | 'refused'): Opcode['lockStages'] {
  /** Undefined: all nodes. */
  const nodes = (run: OpcodeRun): (NodeState | undefined)[] | undefined => {
    const instance = expandInstance(run, forthcoming)
    const target = expandOptionalNode(run, 'target_node')
    if (!isExternallyMirrored(instance.diskTemplate)) {
      return [run.state.primaryOf(instance), run.state.secondaryOf(instance)]
    }
    return target === undefined ? undefined : [run.state.primaryOf(instance), target]
  }
  return [
    run => {
      const instance = expandInstance(run, forthcoming)
      expandOptionalNode(run, 'target_node')
      return [instanceLock(instance)]
    },
    // Named one by one, as they are after the choice: the set of all of them blocks the same jobs.
    run => nodeLocks(nodes(run) ?? run.state.nodes.values()),
    run => {
      const named = nodes(run)
      return named === undefined ? [allLocks('node-res')] : nodeResourceLocks(named)
    },
  ]
}
