import { isFinished } from '../../cluster/job.ts'
import { type RepairResult, tagged } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { decidingTags, stateAfter } from '../../planner/repair-history.ts'
import { type RepairState, supersededTags } from '../../planner/repair-state.ts'
import { perform, type Run } from '../effects.ts'
import { nowSeconds } from '../time.ts'
import { historyOf } from './instance-history.ts'
import type { OwnJob, OwnJobs } from './own-jobs.ts'
import type { Recorded } from './recorded.ts'
import { timeAfter } from './time-after.ts'

/** What is to be put on record of forgotten repairs. */
export interface Adoption {
  readonly adopted: readonly Recorded[]
  /** Instances with a forgotten repair that can only be put on record later: until then nothing is begun there. */
  readonly waiting: ReadonlySet<string>
}

/**
 * The tags that runs which died between a submission and its tag did not write: pending for a repair that is unfinished,
 * its result for one that has ended, so that a failure is not simply tried again and nobody wonders where the data of a
 * re-created instance went. A repair that some tag job names, or has named, is no orphan: an admin may have removed the
 * tag since. Neither is one written down beside another pending repair: the two would contradict each other. So an
 * instance whose tags are just being written waits, and one with several orphans gets the ended ones first, and at most one that is pending, which comes after them.
 */
export function* orphanTags(own: OwnJobs, snapshot: Snapshot): Run<Adoption> {
  const adopted: Recorded[] = []
  const waiting = new Set<string>()
  const instances = new Map(snapshot.instances.map(instance => [instance.name, instance]))
  const states = new Map<string, RepairState>()
  const orphans = own.repairs.filter(({ id }) => !own.named.has(id))
  const isOver = ({ status }: OwnJob) => isFinished(status)
  for (const orphan of [...orphans.filter(isOver), ...orphans.filter(one => !isOver(one))]) {
    const instance = instances.get(orphan.instance)
    if (instance === undefined || decidingTags(instance.tags).some(({ id }) => id === orphan.id)) continue
    const { name } = instance
    const state = states.get(name) ?? historyOf(instance).state
    if (state.kind === 'pending' || own.beingTagged.has(name)) {
      waiting.add(name)
      continue
    }
    const { type, id, job } = orphan
    yield* perform({ kind: 'report', event: { kind: 'adopted', instance: name, type, job } })
    const timeSeconds = timeAfter(state, yield* nowSeconds())
    const add = tagged({ type, id, timeSeconds, result: resultOf(orphan), jobs: [job] })
    const remove = state.kind === 'healthy' ? supersededTags(state) : []
    // The first failure stays what the tags tell, whatever is written beside it.
    const after: RepairState =
      state.kind === 'failed' ? state : { kind: stateAfter(add), last: add, stale: [] }
    states.set(name, after)
    adopted.push({
      instance: name,
      state: after,
      change: { instance: name, add, remove, tagCount: instance.tags.length },
    })
  }
  return { adopted, waiting }
}

function resultOf({ status }: OwnJob): RepairResult | undefined {
  if (!isFinished(status)) return undefined
  return status === 'success' ? 'success' : 'failure'
}
