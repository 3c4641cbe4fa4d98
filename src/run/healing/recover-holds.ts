import { isFinished } from '../../cluster/job.ts'
import { tagged } from '../../cluster/repair-tag.ts'
import { tagsOf } from '../../planner/healing/history.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { perform, type Run } from '../effects.ts'
import { waitForJobs } from '../wait-for-jobs.ts'
import { cancelRepair, cancelStale, recordWithdrawn } from './cancel-repairs.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { historiesOf } from './histories.ts'
import { type Hold, placeHold, removeHold, SILENCE_US } from './hold.ts'
import { look } from './look.ts'
import { instanceOf, isRepairJob, type RepairJob } from './repair-jobs.ts'
import type { TagChange } from './tag-change.ts'
import { tagJobs } from './tag-jobs.ts'
import { timeAfter } from './time-after.ts'
import { whatIfWithout } from './what-if.ts'
import { writeTags } from './write-tags.ts'

/**
 * luxid goes on with a submission whose client is gone. Each job takes it a third of a second, and 5 s more for each master
 * candidate that is dead and not marked offline (jobs.md section 3).
 */
const SUBMISSION_US = 60 * 1_000_000
const JOB_US = 500_000
const JOB_AND_SILENT_NODE_US = 5_000_000

/** For so long after a hold was placed, jobs that it is for may still appear, in microseconds. */
function submissionMaxUs({ jobCount }: Hold, { silentNodes }: Context): number {
  return SUBMISSION_US + jobCount * (JOB_US + silentNodes * JOB_AND_SILENT_NODE_US)
}

/** How long the tag jobs of a run that was killed are waited for. */
const TAG_JOBS_MAX_US = 60 * 1_000_000

/** What became of the holds that were found. */
export interface Recovery {
  /** Whether a hold stands because jobs of it may still appear: until they have, nobody knows what is under way. */
  readonly isUnclear: boolean
}

/**
 * Sees to the holds of runs that were killed, or that lost an answer: the repairs that they hold and that no tag names are put
 * on record where they are still due, and cancelled where not; then the hold is taken away. One whose submission may still be
 * going on stands, as does one with a job that could be neither tagged nor cancelled: nothing starts untagged.
 */
export function* recoverHolds(context: Context, holds: readonly Hold[], looked: PlanInput): Run<Recovery> {
  const input = yield* whenTagged(context, holds, looked)
  let isUnclear = false
  for (const hold of holds) {
    const held = input.queue.filter(job => job.hold === hold.text).filter(isRepairJob)
    const safe = yield* recordHeld(
      context,
      held.filter(({ status }) => !isFinished(status)),
      input,
    )
    const nowUs = yield* perform({ kind: 'now' })
    const isComplete = held.length >= hold.jobCount || nowUs - hold.sinceUs > submissionMaxUs(hold, context)
    isUnclear ||= !isComplete
    // It seems to be of a time to come: the clock was set back, and nobody knows how old it is. It counts from now on.
    if (!isComplete && hold.sinceUs > nowUs + SILENCE_US && !context.options.dryRun)
      yield* placeHold(hold.filter, hold.text, hold.jobCount)
    if (!safe || !isComplete || context.options.dryRun) continue
    // The last look before what is on record may start: since it was submitted its nodes may have come back.
    const { changes } = yield* cancelStale(context, yield* look(context), job => job.hold === hold.text)
    // Tags may have to wait for a lock, and a look that is old by then is worth nothing.
    yield* removeHold(hold.filter)
    yield* tell({ kind: 'hold-removed', hold: hold.text })
    yield* recordWithdrawn(context, changes)
  }
  return { isUnclear }
}

/**
 * The run that died may have submitted the tags already: what a tag job is about to name is neither tagged again nor
 * cancelled, which would leave a tag that names a cancelled job. Waits for such jobs, for some time, and looks again.
 */
function* whenTagged(context: Context, holds: readonly Hold[], input: PlanInput): Run<PlanInput> {
  const held = input.queue.filter(job => holds.some(({ text }) => text === job.hold)).filter(isRepairJob)
  const ids = new Set(held.map(({ repair }) => repair.id))
  const naming = input.queue.filter(job => [...tagJobs([job]).naming].some(id => ids.has(id)))
  if (naming.length === 0 || context.options.dryRun) return input
  yield* waitForJobs(
    naming.map(({ id }) => id),
    TAG_JOBS_MAX_US,
  )
  return yield* look(context)
}

/** Puts held repairs on record, or cancels them. Gives whether none is left that is neither. */
function* recordHeld(context: Context, held: readonly RepairJob[], input: PlanInput): Run<boolean> {
  const historyOf = historiesOf(input.snapshot)
  const untagged = held.filter(job => {
    const { tags } = historyOf(instanceOf(job))
    return !tags.some(({ id, jobs }) => id === job.repair.id && jobs.includes(job.id))
  })
  if (untagged.length === 0) return true
  const { naming } = tagJobs(input.queue)
  const without = whatIfWithout(input, new Set(untagged.map(({ id }) => id)))
  const isDue = (job: RepairJob) => {
    const action = without.get(instanceOf(job))?.action
    return action?.kind === 'repair' && action.type === job.repair.type
  }
  let isSafe = true
  const changes: TagChange[] = []
  for (const job of untagged) {
    const { id, repair } = job
    const instance = instanceOf(job)
    if (naming.has(repair.id)) {
      // Whatever its tag waits for, the other repairs do not. A tag that comes after that is taken back (settle.ts).
      isSafe = (yield* cancelRepair(context, { id, instance }, 'untagged')) && isSafe
      continue
    }
    if (!isDue(job)) {
      isSafe = (yield* cancelRepair(context, { id, instance }, 'stale')) && isSafe
      continue
    }
    const history = historyOf(instance)
    const timeSeconds = timeAfter(history.tags, input.nowSeconds)
    const { tag: add } = tagged({ ...repair, timeSeconds, result: undefined, jobs: [id] })
    yield* tell({ kind: 'adopted', instance, type: repair.type, job: id })
    changes.push({ instance, add, remove: tagsOf(history, history.over) })
  }
  if (context.options.dryRun) return isSafe
  const { unwritten } = yield* writeTags(changes, context)
  for (const job of untagged) {
    const why = unwritten.get(instanceOf(job))
    if (why === undefined) continue
    yield* tellProblem(context, instanceOf(job), why)
    isSafe = (yield* cancelRepair(context, { id: job.id, instance: instanceOf(job) }, 'untagged')) && isSafe
  }
  return isSafe
}
