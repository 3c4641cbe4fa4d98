import type { Instance } from '../../cluster/instance.ts'
import type { JobStatus } from '../../cluster/job.ts'
import type { TaggedRepair } from '../../cluster/repair-tag.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import { settle } from '../../planner/settle.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { queryStatusRows } from '../job-calls.ts'
import { JobGoneError } from '../run-error.ts'
import type { ClassicOptions } from '../run-options.ts'
import { nowSeconds } from '../time.ts'
import { commitState } from './commit-state.ts'

/** Looks whether the pending repair of an instance has ended, and writes its result. */
export function* settlePending(
  instance: Instance,
  state: RepairState,
  options: ClassicOptions,
): Run<RepairState> {
  if (state.kind !== 'pending') return state
  const statuses = yield* inStep('could not check job status', statusesOf(state.last))
  const after = settle(state, state.last, statuses, yield* nowSeconds())
  if (!after) return state
  const to = after.kind === 'healthy' ? 'healthy' : 'failed'
  yield* perform({ kind: 'report', event: { kind: 'settled', instance: instance.name, to } })
  return yield* commitState(instance.name, after, options)
}

/** As the original, an empty list of jobs asks luxid for the statuses of all the jobs there are. */
function* statusesOf(pending: TaggedRepair): Run<readonly JobStatus[]> {
  const statuses = yield* queryStatusRows(pending.jobs)
  const known = statuses.filter(status => status !== undefined)
  if (known.length < statuses.length) throw new JobGoneError(pending.jobs)
  return known
}
