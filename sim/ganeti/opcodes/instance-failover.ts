import type { JsonObject } from '../../../src/cluster/json.ts'
import { execError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers } from '../state/hardware.ts'
import type { InstanceState, NodeState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkFreeMemory, checkNodeNotDrained } from './checks.ts'
import { expandInstance } from './expand.ts'
import { activateDisks, setDisksActive, startGuest } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { migrationLockStages, migrationTarget } from './migration-target.ts'
import type { Opcode, OpcodeRun } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_FAILOVER (opcodes.md section 3; Ganeti lib/cmdlib/instance_migration.py:309-449,1030-1124). */
export const INSTANCE_FAILOVER: Opcode = {
  opId: 'OP_INSTANCE_FAILOVER',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('shutdown_timeout', natural, 120),
    defaulted('ignore_consistency', flag, false),
    optional('target_node', nonEmptyText),
    optional('target_node_uuid', nonEmptyText),
    defaulted('ignore_ipolicy', flag, false),
    defaulted('cleanup', flag, false),
    optional('iallocator', nonEmptyText),
  ],
  summaryOf: (input: JsonObject) => textOf(input, 'instance_name'),
  lockStages: migrationLockStages('allowed'),
  *run(run) {
    const { state } = run
    const instance = expandInstance(state, run.input, 'allowed')
    const target = yield* migrationTarget(run, instance, 'failovers')
    if (instance.adminState === 'up') {
      checkFreeMemory(state, target, `migrating instance ${instance.name}`, instance.minMemoryMiB)
    }
    checkNodeNotDrained(target)
    yield* failOver(run, instance, target, flagOf(run.input, 'ignore_consistency'))
    return null
  },
}

/**
 * Moves an instance by stopping it and starting it elsewhere. A failure behind the switch of the nodes leaves the instance
 * on its new primary.
 */
export function* failOver(
  run: OpcodeRun,
  instance: InstanceState,
  target: NodeState,
  ignoreConsistency: boolean,
): Generator<number, void> {
  const { state, timing } = run
  const source = state.primaryOf(instance)
  const durationUs = microseconds(timing.failoverMs)
  yield Math.floor(durationUs / 2)
  shutDownSource(state, instance, source, ignoreConsistency)
  if (instance.disks.length > 0) setDisksActive(state, instance, false)
  const isMirrored = instance.secondaryUuid !== undefined
  state.setInstanceNodes(instance, target.uuid, isMirrored ? source.uuid : undefined)
  yield Math.ceil(durationUs / 2)
  if (instance.adminState !== 'up') return
  activateDisks(state, instance)
  startGuest(state, instance)
}

/** A dead node is tolerated only if it is marked offline: otherwise the guest might still run there. */
function shutDownSource(
  state: ClusterState,
  instance: InstanceState,
  source: NodeState,
  ignoreConsistency: boolean,
): void {
  if (answers(source)) source.hardware.guests.delete(instance.uuid)
  else if (!source.offline && !ignoreConsistency) {
    const name = state.primaryOf(instance).name
    throw execError(
      `Could not shutdown instance ${instance.name} on node ${name}, please shutdown manually; error details: no answer`,
    )
  }
}
