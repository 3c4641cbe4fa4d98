import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { missingResources } from '../../planner/missing-resources.ts'
import { repairHistory } from '../../planner/repair-history.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import { effectivePermission } from '../../policy/effective-permission.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { loadSnapshot } from '../load/load-snapshot.ts'
import { TagConflictError } from '../run-error.ts'
import type { ClassicOptions } from '../run-options.ts'
import { nowSeconds } from '../time.ts'
import { repairIfBroken } from './repair-if-broken.ts'
import { settlePending } from './settle-pending.ts'

/**
 * A run as the original does it (harep-observed.md section 1): load on a first connection, look after pending repairs on
 * a second, begin new ones on a third; instance by instance in luxid's order, each tag job waited for; every decision on
 * the data of the first connection. The first thing that goes wrong ends it. Throws HarepError.
 */
export function* classicRun(options: ClassicOptions): Run<void> {
  const snapshot = yield* inStep('failed to load data, aborting', load())
  const missing = missingResources(snapshot)
  if (missing.length > 0)
    yield* perform({ kind: 'report', event: { kind: 'missing-resources', nodes: missing } })
  const permission = effectivePermission(snapshot, {
    nowSeconds: yield* nowSeconds(),
    unreadableSuspends: false,
  })
  const found = snapshot.instances.map(instance => ({ instance, state: stateOf(instance) }))

  yield* perform({ kind: 'connect' })
  const settled: { readonly instance: Instance; readonly state: RepairState }[] = []
  for (const { instance, state } of found)
    settled.push({ instance, state: yield* settlePending(instance, state, options) })

  yield* perform({ kind: 'connect' })
  const states: RepairState['kind'][] = []
  for (const { instance, state } of settled) {
    const after = yield* repairIfBroken(
      { instance, state, snapshot, permission: permission(instance) },
      options,
    )
    states.push(after.kind)
  }
  yield* perform({ kind: 'report', event: { kind: 'classic-counts', states } })
}

function* load(): Run<Snapshot> {
  yield* perform({ kind: 'connect' })
  return yield* loadSnapshot('strict')
}

function stateOf(instance: Instance): RepairState {
  const state = repairHistory(instance.tags)
  if (state.kind === 'conflict') throw new TagConflictError(instance.name, state)
  return state
}
