import type { JobId } from '../../cluster/job.ts'
import { tagged } from '../../cluster/repair-tag.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { hasOnlyStopped } from '../../planner/healing/outcome.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import type { Run } from '../effects.ts'
import { cancelJob } from '../job-calls.ts'
import { loadJobs } from '../queue/load-queue.ts'
import { waitForJobs } from '../wait-for-jobs.ts'
import { markWithdrawn, submitWitness, unmarkWithdrawn } from '../withdrawn-mark.ts'
import { orderOf } from './cancel-order.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { historiesOf } from './histories.ts'
import { instanceOf, isRepairJob, type RepairJob } from './repair-jobs.ts'
import type { TagChange } from './tag-change.ts'
import { timeAfter } from './time-after.ts'
import {
  hasNotBegun,
  isCancellable,
  isDestructive,
  isStale,
  isUndue,
  lostNodeOf,
  whatIfWithout,
} from './what-if.ts'
import { writeTags } from './write-tags.ts'

/** Cancels a repair that has not begun. Gives whether it is out of the way; where not, that is told as a problem. */
export function* cancelRepair(
  context: Context,
  { id, instance }: { readonly id: JobId; readonly instance: string },
  because: Because,
): Run<boolean> {
  const why = context.options.dryRun ? undefined : yield* objectionToWithdrawing(context, id)
  if (why === undefined)
    yield* tell({ kind: 'cancelled', instance, job: id, because, lostNode: undefined, hadStopped: false })
  else yield* tellProblem(context, instance, notCancelled(id, because, why))
  return why === undefined
}

type Because = 'stale' | 'untagged'

function notCancelled(id: JobId, because: Because, why: string): string {
  const is = because === 'stale' ? 'is no longer due' : 'is not on record'
  return `job ${id}, a repair of it that ${is}, was not cancelled: ${why}`
}

/** One that is not on record is marked, too: the tag that was given up, or one that a run before had asked for, may be written yet, and names it then. */
function* objectionToWithdrawing({ options }: Context, id: JobId): Run<string | undefined> {
  yield* markWithdrawn([id], options)
  return yield* objectionToCancelling(id)
}

/** luxid's words why a job was not cancelled, or undefined where it was. */
function* objectionToCancelling(id: JobId): Run<string | undefined> {
  try {
    return yield* cancelJob(id)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    return error.message
  }
}

/** What came of cancelling repairs that are no longer due. */
export interface Withdrawal {
  /** The changes of tags that go with it. */
  readonly changes: readonly TagChange[]
  /** What was to be cancelled, successfully or not: that may take luxid minutes, in which the cluster has changed. */
  readonly asked: ReadonlySet<JobId>
}

/**
 * Cancels repairs of ours that have not begun and are no longer due, since a node that was offline has come back: a job may
 * wait in a full queue for hours, would stop a running instance for nothing, or give up data that is there again. Their
 * pending tags are to be removed, without a result: such a repair never was. But for a re-creation that has marked its
 * instance down already: its record, which is no failure, tells that the instance is to run. Where it is not clear what such a
 * job had done, its tag stays, and the next run sees (settle.ts), as it does where this one dies in between. Of those that a hold keeps only
 * these are meant, and none is left to the next run, since it starts when the hold goes.
 */
export function* cancelStale(
  context: Context,
  input: PlanInput,
  isHeldOne?: (job: RepairJob) => boolean,
): Run<Withdrawal> {
  const isMeant = isHeldOne ?? (job => input.isSelected(instanceOf(job)))
  const meantOnes = input.queue.filter(isRepairJob).filter(isMeant)
  yield* stillOurs(context, meantOnes)
  const waiting = meantOnes.filter(isCancellable)
  if (waiting.length === 0) return NOTHING_ASKED
  const without = whatIfWithout(input, new Set(waiting.map(({ id }) => id)))
  const stale = waiting.filter(job => isStale(job, without.get(instanceOf(job)), input.snapshot))
  const meant = new Set(stale)
  for (const job of waiting)
    if (job.isWithdrawn && !meant.has(job) && !context.options.dryRun) yield* unmarkWithdrawn(job)
  const isUndueAtAll = (job: RepairJob) => isUndue(job, without.get(instanceOf(job)))
  const unchanged = yield* stillAsSeen(stale, isUndueAtAll)
  const mayLeave = isHeldOne === undefined && !context.options.dryRun
  const { now: asked, left } = mayLeave
    ? orderOf(unchanged, context, job => !isUndueAtAll(job))
    : { now: unchanged, left: [] }
  const historyOf = historiesOf(input.snapshot)
  const changes: TagChange[] = []
  const lostNode = (job: RepairJob) => lostNodeOf(job, without.get(instanceOf(job)), input.snapshot)
  const cancelled = yield* cancelEach(context, asked, lostNode)
  yield* tellLeft(left)
  for (const job of cancelled) {
    const instance = instanceOf(job)
    const isLeft = hasOnlyStopped(job)
    // With --dry-run it may be doing that.
    if (!isLeft && !hasNotBegun(job)) continue
    const { tags } = historyOf(instance)
    const pending = tags.filter(({ result, jobs }) => result === undefined && jobs.includes(job.id))
    const [record] = pending
    if (record === undefined) continue
    const timeSeconds = timeAfter(tags, input.nowSeconds)
    const add = isLeft ? tagged({ ...record, timeSeconds, result: 'enoperm' }).tag : undefined
    changes.push({ instance, add, remove: pending.map(({ tag }) => tag) })
  }
  return { changes, asked: new Set(asked.map(({ id }) => id)) }
}

/**
 * The process of a job that this harep has asked to stop may hang for hours; and what a witness says of it counts for no longer than a run may
 * take. So it is said again, as long as it is known.
 */
function* stillOurs({ options }: Context, jobs: readonly RepairJob[]): Run<void> {
  const ids = jobs
    .filter(({ status, isWithdrawn }) => status === 'canceling' && isWithdrawn)
    .map(({ id }) => id)
  if (ids.length > 0 && !options.dryRun) yield* submitWitness(ids, options)
}

const NOTHING_ASKED: Withdrawal = Object.freeze({ changes: [], asked: new Set<JobId>() })

/**
 * The jobs that are where they were when the queue was looked at. One that has gone on since may have changed what the cluster,
 * which was looked at later, seems to say of it: the nodes of an instance that is being re-created are fine, and its
 * disks are not made yet. One that has not come to its disks has changed no nodes, but it may have marked its instance down, after which
 * another re-creation would be due: of such jobs only those that are not due at all may have gone on.
 */
function* stillAsSeen(
  jobs: readonly RepairJob[],
  isUndueAtAll: (job: RepairJob) => boolean,
): Run<readonly RepairJob[]> {
  if (jobs.length === 0) return jobs
  const now = yield* loadJobs(jobs.map(({ id }) => id))
  const progress = (job: QueuedJob | undefined) => job?.opcodes.map(({ status }) => status).join()
  const isBeforeItsDisks = (job: QueuedJob | undefined) =>
    job !== undefined && isDestructive(job) && isCancellable(job)
  return jobs.filter(job => {
    const after = now.get(job.id)
    return progress(after) === progress(job) || (isBeforeItsDisks(after) && isUndueAtAll(job))
  })
}

/**
 * So long a run waits for jobs that luxid was asked to cancel and that have not told it yet, and for the delay they begin with, up to a minute: a
 * process that waits for locks looks what else it is told every 75 s (Ganeti lib/mcpu.py:86), and luxid waits 29 s for it.
 */
const LATE_US = 60 * 1_000_000

/** A job may begin with a delay of hours, which no run waits for. */
const DELAY_MAX_SECONDS = 60

/**
 * Cancels jobs that are no longer due. Gives those that were, as they are by now. A job that has a process is asked by luxid, which gives up
 * waiting for it sooner than it does what it was asked; and where the process has died, luxid calls the job cancelled that it will find
 * dead: such jobs are looked at again. That one goes on is told as a problem or, where nothing is lost by it, as a warning.
 */
function* cancelEach(
  context: Context,
  jobs: readonly RepairJob[],
  lostNode: (job: RepairJob) => string | undefined,
): Run<readonly RepairJob[]> {
  const cancelled: RepairJob[] = []
  const late: { readonly job: RepairJob; readonly why: string }[] = []
  if (!context.options.dryRun && jobs.length > 0)
    yield* markWithdrawn(
      jobs.map(({ id }) => id),
      context.options,
    )
  for (const job of jobs) {
    if (context.options.dryRun) {
      yield* tellCancelled(job, lostNode(job))
      cancelled.push(job)
      continue
    }
    const why = yield* objectionToCancelling(job.id)
    const now = undone((yield* loadJobs([job.id])).get(job.id))
    if (now === undefined) late.push({ job, why: why ?? 'it goes on' })
    else {
      yield* tellCancelled(now, lostNode(job))
      cancelled.push(now)
    }
  }
  if (late.length === 0) return cancelled
  const ids = late.map(({ job }) => job.id)
  yield* waitForJobs(
    ids,
    LATE_US + Math.min(context.options.jobDelaySeconds ?? 0, DELAY_MAX_SECONDS) * 1_000_000,
  )
  const found = yield* loadJobs(ids)
  for (const { job, why } of late) {
    const now = undone(found.get(job.id))
    if (now === undefined) yield* tellNotCancelled(context, job, why)
    else {
      yield* tellCancelled(now, lostNode(job))
      cancelled.push(now)
    }
  }
  return cancelled
}

/** A job that was cancelled before it had done anything, but for marking its instance down; undefined for any other. */
function undone(job: QueuedJob | undefined): RepairJob | undefined {
  if (job?.status !== 'canceled' || !isRepairJob(job)) return undefined
  return hasNotBegun(job) || hasOnlyStopped(job) ? job : undefined
}

/** `lostNode`: the node out of service that it was to go to. */
function* tellCancelled(job: RepairJob, lostNode: string | undefined): Run<void> {
  const instance = instanceOf(job)
  const hadStopped = hasOnlyStopped(job)
  yield* tell({ kind: 'cancelled', instance, job: job.id, because: 'stale', lostNode, hadStopped })
}

function* tellNotCancelled(context: Context, job: RepairJob, why: string): Run<void> {
  const what = notCancelled(job.id, 'stale', why)
  const instance = instanceOf(job)
  if (isDestructive(job)) yield* tellProblem(context, instance, what)
  else yield* tell({ kind: 'warning', warning: `${instance}: ${what}` })
}

function* tellLeft(jobs: readonly RepairJob[]): Run<void> {
  if (jobs.length === 0) return
  const are = jobs.length === 1 ? '1 repair that is' : `${jobs.length} repairs that are`
  const warning = `${are} no longer due may still begin: to cancel so many takes luxid too long, and the next run goes on with it`
  yield* tell({ kind: 'warning', warning })
}

/** Makes the changes of tags that go with repairs that were cancelled; a new tag that is not known to be on record is told as a problem. */
export function* recordWithdrawn(context: Context, changes: readonly TagChange[]): Run<void> {
  const { unwritten } = yield* writeTags(changes, context)
  for (const [instance, why] of unwritten) yield* tellProblem(context, instance, why)
}
