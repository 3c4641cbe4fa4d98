import type { JobId, JobStatus } from '../../cluster/job.ts'
import type { TaggedRepair } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import { settle } from '../../planner/settle.ts'
import { perform, type Run } from '../effects.ts'
import { queryJobStatuses } from '../job-calls.ts'
import { nowSeconds } from '../time.ts'
import { historyOf } from './instance-history.ts'
import type { OwnJobs } from './own-jobs.ts'
import type { Recorded } from './recorded.ts'

/** A pending repair that has ended. */
export interface Settled extends Recorded {
  /** Whether it counts as failed because one of its jobs is no longer on record. */
  readonly jobGone: boolean
}

/**
 * Looks after all pending repairs with a single question. One without a job cannot be judged and stays; so does one whose
 * instance is being tagged: the job on its way may be the very one that writes the result.
 */
export function* settleAll(snapshot: Snapshot, { beingTagged }: OwnJobs): Run<readonly Settled[]> {
  const settleable = snapshot.instances.filter(({ name }) => !beingTagged.has(name))
  const pendings = settleable.flatMap(instance => {
    const { state } = historyOf(instance)
    return state.kind === 'pending' && state.last.jobs.length > 0
      ? [{ instance: instance.name, tagCount: instance.tags.length, state, last: state.last }]
      : []
  })
  const statuses = yield* statusesById([...new Set(pendings.flatMap(({ last }) => last.jobs))])
  const seconds = yield* nowSeconds()
  const settled: Settled[] = []
  for (const { instance, tagCount, state, last } of pendings) {
    const ofJobs = jobStatuses(last, statuses)
    const after = settle(state, last, ofJobs, seconds)
    if (!after?.last) continue
    const to = after.kind === 'healthy' ? 'healthy' : 'failed'
    yield* perform({ kind: 'report', event: { kind: 'settled', instance, to } })
    const change = { instance, add: after.last, remove: after.stale, tagCount }
    settled.push({ instance, state: after, change, jobGone: ofJobs.includes(undefined) })
  }
  return settled
}

type Statuses = ReadonlyMap<JobId, JobStatus | undefined>

function* statusesById(ids: readonly JobId[]): Run<Statuses> {
  const statuses = yield* queryJobStatuses(ids)
  if (statuses.length !== ids.length) {
    throw new LuxiDataError(`Asked for ${ids.length} jobs, QueryJobs answered with ${statuses.length}`)
  }
  return new Map(ids.map((id, index) => [id, statuses[index]]))
}

function jobStatuses(pending: TaggedRepair, statuses: Statuses): readonly (JobStatus | undefined)[] {
  return pending.jobs.map(id => statuses.get(id))
}
