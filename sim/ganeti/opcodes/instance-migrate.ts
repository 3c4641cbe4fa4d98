import { execError, prereqError } from '../ganeti-failure.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { answers } from '../state/hardware.ts'
import type { InstanceState } from '../state/objects.ts'
import { microseconds } from '../timing.ts'
import { checkFreeMemory, checkNodeNotDrained } from './checks.ts'
import { expandInstance } from './expand.ts'
import { flagOf, textOf } from './input.ts'
import { failOver } from './instance-failover.ts'
import { migrationLockStages, migrationTarget } from './migration-target.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, oneOf, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_MIGRATE (opcodes.md section 4; Ganeti lib/cmdlib/instance_migration.py). */
export const INSTANCE_MIGRATE: Opcode = {
  opId: 'OP_INSTANCE_MIGRATE',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    optional('mode', oneOf('MigrationMode', ['live', 'non-live'])),
    optional('live', flag),
    optional('target_node', nonEmptyText),
    optional('target_node_uuid', nonEmptyText),
    defaulted('allow_runtime_changes', flag, true),
    defaulted('ignore_ipolicy', flag, false),
    defaulted('cleanup', flag, false),
    optional('iallocator', nonEmptyText),
    defaulted('allow_failover', flag, false),
    defaulted('ignore_hvversions', flag, false),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: migrationLockStages('refused'),
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(state, input, 'refused')
    const mayFailOver = flagOf(input, 'allow_failover')
    let isFailover = mayFailOver && instance.adminState !== 'up'
    const target = yield* migrationTarget(run, instance, isFailover ? 'failovers' : 'migrations')
    if (!isFailover || instance.adminState === 'up') {
      checkFreeMemory(state, target, `migrating instance ${instance.name}`, instance.minMemoryMiB)
    }
    checkNodeNotDrained(target)
    const problem = isFailover ? undefined : notMigratable(state, instance)
    if (problem !== undefined && !mayFailOver) {
      throw prereqError(`Can't migrate, please use failover: ${problem}`, 'wrong_state')
    }
    isFailover = isFailover || problem !== undefined
    if (isFailover) {
      yield* failOver(run, instance, target, false)
      return null
    }
    const source = state.primaryOf(instance)
    yield microseconds(run.timing.migrateMs)
    if (!answers(target)) throw execError(`Could not pre-migrate instance ${instance.name}: no answer`)
    if (!answers(source) || !source.hardware.guests.delete(instance.uuid)) {
      throw execError(`Could not migrate instance ${instance.name}: no answer`)
    }
    const isMirrored = instance.secondaryUuid !== undefined
    state.setInstanceNodes(instance, target.uuid, isMirrored ? source.uuid : undefined)
    target.hardware.guests.add(instance.uuid)
    return null
  },
}

/** Why the primary node says that the instance cannot be migrated, or undefined. */
function notMigratable(state: ClusterState, instance: InstanceState): string | undefined {
  const primary = state.primaryOf(instance)
  if (primary.offline) return 'Node is marked offline'
  if (!answers(primary)) return 'the node does not answer'
  return primary.hardware.guests.has(instance.uuid) ? undefined : `Instance ${instance.name} is not running`
}
