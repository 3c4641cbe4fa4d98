import { isFinished, type JobStatus } from '../cluster/job.ts'
import { type TaggedRepair, tagged } from '../cluster/repair-tag.ts'
import { type RepairState, supersededTags } from './repair-state.ts'

/**
 * What a pending repair has become, by the statuses of its jobs: undefined while one of them is unfinished, else healthy
 * if all succeeded and failed if not. A job that is no longer on record (undefined) can have ended either way, so it
 * counts as failed: a human has to look (the original ends the whole run there).
 */
export function settle(
  state: RepairState,
  pending: TaggedRepair,
  statuses: readonly (JobStatus | undefined)[],
  nowSeconds: bigint,
): RepairState | undefined {
  if (statuses.some(status => status !== undefined && !isFinished(status))) return undefined
  const result = statuses.every(status => status === 'success') ? 'success' : 'failure'
  return Object.freeze({
    kind: result === 'success' ? 'healthy' : 'failed',
    last: tagged({ ...pending, timeSeconds: nowSeconds, result }),
    stale: supersededTags(state),
  })
}
