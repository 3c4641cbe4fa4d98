import { isFinished } from '../../cluster/job.ts'
import { tagged } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { decidingTags } from '../../planner/repair-history.ts'
import { perform, type Run } from '../effects.ts'
import { nowSeconds } from '../time.ts'
import type { OwnJob, OwnJobs } from './own-jobs.ts'
import type { TagChange } from './tag-change.ts'

/**
 * The tags that runs which died between a submission and its tag did not write. An unfinished repair gets its pending
 * tag; one that failed gets its result, so that it is not simply tried again. One that succeeded needs none: the instance
 * shows it. A repair that some tag job names, or has named, is no orphan: an admin may have removed the tag since.
 */
export function* orphanTags(own: OwnJobs, snapshot: Snapshot): Run<readonly TagChange[]> {
  const changes: TagChange[] = []
  const tags = new Map(snapshot.instances.map(({ name, tags }) => [name, tags]))
  for (const orphan of own.repairs.filter(({ id, status }) => status !== 'success' && !own.named.has(id))) {
    const onInstance = tags.get(orphan.instance)
    if (onInstance === undefined || decidingTags(onInstance).some(({ id }) => id === orphan.id)) continue
    const { instance, type, job } = orphan
    yield* perform({ kind: 'report', event: { kind: 'adopted', instance, type, job } })
    changes.push({ instance, add: yield* recordOf(orphan), remove: [] })
  }
  return changes
}

function* recordOf({ type, id, job, status }: OwnJob): Run<TagChange['add']> {
  const result = isFinished(status) ? 'failure' : undefined
  return tagged({ type, id, timeSeconds: yield* nowSeconds(), result, jobs: [job] })
}
