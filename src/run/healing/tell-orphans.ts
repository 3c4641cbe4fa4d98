import type { JobId } from '../../cluster/job.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import type { Run } from '../effects.ts'
import { submitWitness } from '../withdrawn-mark.ts'
import { type Context, tell } from './context.ts'
import { look } from './look.ts'
import { orphans } from './orphans.ts'
import { putOnRecord } from './put-on-record.ts'
import type { Recorded } from './settle.ts'

/**
 * Looks again. A repair without a tag that was at work in the look before may have failed since, and what it left must not be
 * planned on as if nobody had stopped the instance: that is put on record, too, and looked for again. Once an instance at most.
 */
export function* lookUntilAllIsTold(context: Context, told = new Set<string>()): Run<PlanInput> {
  const left = new Set<JobId>()
  for (;;) {
    const input = yield* look(context)
    const { recorded, dismissed } = orphans(input)
    const toDismiss = dismissed.filter(({ id }) => !left.has(id))
    yield* dismiss(context, toDismiss)
    for (const { id } of toDismiss) left.add(id)
    const owed = recorded.filter(one => !told.has(instanceOf(one)))
    if (owed.length + toDismiss.length === 0) return input
    for (const one of owed) {
      told.add(instanceOf(one))
      yield* tell(one.event)
    }
    const changes = owed.map(({ change }) => change)
    yield* putOnRecord(context, changes, input.snapshot)
  }
}

/** What was cancelled when nothing was due is never to count as a no. A submission may take luxid seconds: look again after it. */
export function* dismiss({ options }: Context, jobs: readonly QueuedJob[]): Run<void> {
  const ids = jobs.map(({ id }) => id)
  if (ids.length > 0 && !options.dryRun) yield* submitWitness(ids, options)
}

function instanceOf({ change }: Recorded): string {
  return change.instance
}
