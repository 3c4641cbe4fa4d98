import type { JsonObject } from '../../../src/cluster/json.ts'
import { expandInstance } from './expand.ts'
import { failOver } from './fail-over.ts'
import { flagOf, textOf } from './input.ts'
import { migrationPlan } from './migration-prerequisites.ts'
import { migrationLockStages } from './migration-target.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, optional, required, text } from './opcode-field.ts'
import { runHooks, runHooksBefore } from './rpc.ts'

/** OP_INSTANCE_FAILOVER (opcodes.md section 3; Ganeti lib/cmdlib/instance_migration.py:104-165). */
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
    const { state, input } = run
    const instance = expandInstance(run, 'allowed')
    const isCleanup = flagOf(input, 'cleanup')
    const { target } = yield* migrationPlan(run, instance, {
      isFailover: true,
      isCleanup,
      mayFailOver: false,
    })
    const [primary, secondary] = [state.primaryOf(instance), state.secondaryOf(instance)]
    const hookNodes = [state.master, secondary, target]
    yield* runHooksBefore(run, hookNodes)
    run.log(`Failover instance ${instance.name}`)
    yield* failOver(run, instance, target, flagOf(input, 'ignore_consistency'))
    runHooks(run, [...hookNodes, primary])
    return null
  },
}
