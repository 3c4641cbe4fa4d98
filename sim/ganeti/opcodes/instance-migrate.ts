import { expandInstance } from './expand.ts'
import { failOver } from './fail-over.ts'
import { flagOf, textOf } from './input.ts'
import { liveMigration, migrationCleanup } from './live-migration.ts'
import { migrationPlan } from './migration-prerequisites.ts'
import { migrationLockStages } from './migration-target.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, oneOf, optional, required, text } from './opcode-field.ts'
import { runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_MIGRATE (opcodes.md section 4; Ganeti lib/cmdlib/instance_migration.py:168-240). */
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
    const instance = expandInstance(run, 'refused')
    const isCleanup = flagOf(input, 'cleanup')
    const mayFailOver = flagOf(input, 'allow_failover')
    const { target, isFailover } = yield* migrationPlan(run, instance, {
      isFailover: false,
      isCleanup,
      mayFailOver,
    })
    const hookNodes = [state.master, state.primaryOf(instance), state.secondaryOf(instance), target]
    yield* runHooksBefore(run, hookNodes)
    run.log(`${isFailover ? 'Failover' : 'Migrating'} instance ${instance.name}`)
    if (isFailover) yield* failOver(run, instance, target, false)
    else if (isCleanup) yield* migrationCleanup(run, instance, target)
    else yield* liveMigration(run, instance, target)
    runHooks(run, hookNodes)
    return null
  },
}
