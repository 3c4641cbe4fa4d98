import { isFinished } from '../../cluster/job.ts'
import { type RepairResult, tagged } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { decidingTags } from '../../planner/repair-history.ts'
import { supersededTags } from '../../planner/repair-state.ts'
import { perform, type Run } from '../effects.ts'
import { nowSeconds } from '../time.ts'
import { historyOf } from './instance-history.ts'
import type { OwnJob, OwnJobs } from './own-jobs.ts'
import type { TagChange } from './tag-change.ts'
import { timeAfter } from './time-after.ts'

/**
 * The tags that runs which died between a submission and its tag did not write: pending for a repair that is unfinished,
 * its result for one that has ended, so that a failure is not simply tried again and nobody wonders where the data of a
 * re-created instance went. A repair that some tag job names, or has named, is no orphan: an admin may have removed the
 * tag since. Neither is one written down beside another pending repair: the two would contradict each other.
 */
export function* orphanTags(own: OwnJobs, snapshot: Snapshot): Run<readonly TagChange[]> {
  const changes: TagChange[] = []
  const instances = new Map(snapshot.instances.map(instance => [instance.name, instance]))
  for (const orphan of own.repairs.filter(({ id }) => !own.named.has(id))) {
    const instance = instances.get(orphan.instance)
    if (instance === undefined || decidingTags(instance.tags).some(({ id }) => id === orphan.id)) continue
    const { state } = historyOf(instance)
    if (state.kind === 'pending') continue
    const { type, id, job } = orphan
    yield* perform({ kind: 'report', event: { kind: 'adopted', instance: instance.name, type, job } })
    const timeSeconds = timeAfter(state, yield* nowSeconds())
    const add = tagged({ type, id, timeSeconds, result: resultOf(orphan), jobs: [job] })
    changes.push({
      instance: instance.name,
      add,
      remove: state.kind === 'healthy' ? supersededTags(state) : [],
    })
  }
  return changes
}

function resultOf({ status }: OwnJob): RepairResult | undefined {
  if (!isFinished(status)) return undefined
  return status === 'success' ? 'success' : 'failure'
}
