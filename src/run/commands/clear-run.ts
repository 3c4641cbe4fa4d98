import { isFinished, type JobId, type JobStatus } from '../../cluster/job.ts'
import { deleteTags } from '../../cluster/opcode.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { isQueueDrained } from '../../luxi/envelope.ts'
import { type History, readHistory, tagsOf } from '../../planner/healing/history.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { queueAndCluster } from '../healing/look.ts'
import { screen } from '../healing/screen.ts'
import { instancesNamed } from '../healing/selection.ts'
import { tagJobs } from '../healing/tag-jobs.ts'
import { inStep } from '../in-step.ts'
import { type Submission, submitJobs } from '../job-calls.ts'
import { loadSnapshot } from '../load/load-snapshot.ts'
import { QueueDrainedError } from '../run-error.ts'
import { waitForJobs } from '../wait-for-jobs.ts'

/** What is to be cleared. */
export interface ClearOptions {
  /** As the admin spelled them. */
  readonly names: readonly string[]
  /** Whether all tags of repairs go; else only those of failed ones. */
  readonly all: boolean
  readonly reason: string | undefined
  readonly dryRun: boolean
  readonly version: string
}

/** What was cleared of one instance. */
export interface Cleared {
  readonly instance: string
  /** Undefined where there was nothing to remove, with --dry-run, and where somebody else was faster. */
  readonly job: JobId | undefined
  /** The tags that are gone; with --dry-run, or beside a problem, that were to go. */
  readonly tags: readonly string[]
  /** Tags of repairs that are under way: without them nothing would tell what becomes of these. */
  readonly kept: readonly string[]
  /** Tags that stay since they are no failures, that keep the next run busy all the same, and that --all would remove. */
  readonly left: readonly string[]
  /** Whether a tag among them is all that tells of a re-creation that may have stopped half way. */
  readonly forgetsRecreation: boolean
  /** Why it is not known that they are gone. */
  readonly problem: string | undefined
}

/** An admin waits for it, and a job that holds the instance may take much longer than he does. */
const WAIT_US = 60 * 1_000_000

/**
 * Removes the tags of failed repairs of some instances, so that the next run tries again: one job an instance, all submitted
 * in one call and waited for. Killed anywhere it leaves each instance with all of these tags or none, and can be repeated.
 * A tag that somebody else removed first is as gone as one that this removed. Throws HarepError, for unknown names too.
 */
export function* clearRun(options: ClearOptions): Run<readonly Cleared[]> {
  yield* perform({ kind: 'connect' })
  const { queue, snapshot } = yield* inStep('failed to load data, aborting', queueAndCluster())
  const due = instancesNamed(options.names, snapshot).map(name => dueOf(name, snapshot, queue, options.all))
  if (options.dryRun) return due
  const submitted = due.filter(({ tags, problem }) => tags.length > 0 && problem === undefined)
  const results =
    submitted.length === 0 ? new Map<string, Cleared>() : yield* submitAndWait(submitted, options)
  return due.map(one => results.get(one.instance) ?? one)
}

function dueOf(name: string, snapshot: Snapshot, queue: readonly QueuedJob[], all: boolean): Cleared {
  const none = { instance: name, job: undefined, tags: [], kept: [], left: [], forgetsRecreation: false }
  const instance = snapshot.instances.find(one => one.name === name)
  if (!instance) {
    const why = snapshot.unreadable.find(one => one.name === name)?.problem ?? 'it is gone'
    return { ...none, problem: `its tags cannot be read: ${why}` }
  }
  if (tagJobs(queue).instances.has(name))
    return { ...none, problem: 'a job that changes its tags has not ended yet: try again when it has' }
  const history = readHistory(instance.tags)
  const underWay = tagsUnderWay(history, queue)
  const kept = all ? underWay : []
  const pending = history.tags.flatMap(({ result, tag }) => (result === undefined ? [tag] : []))
  const left = all ? [] : [...pending, ...history.malformed].filter(tag => !underWay.includes(tag))
  const failed = [...history.failures, ...history.withdrawn]
  const tags = all ? [...history.tags.map(({ tag }) => tag), ...history.malformed] : tagsOf(history, failed)
  // Ganeti refuses to delete a tag twice.
  const due = [...new Set(tags)].filter(tag => !kept.includes(tag))
  const forgetsRecreation = failed.some(({ type }) => type === 'reinstall')
  return { ...none, tags: due, kept, left, forgetsRecreation, problem: undefined }
}

/** All tags of pending repairs of which a job is unfinished. */
function tagsUnderWay(history: History, queue: readonly QueuedJob[]): readonly string[] {
  const unfinished = new Set(queue.filter(({ status }) => !isFinished(status)).map(({ id }) => id))
  const underWay = history.tags.filter(
    ({ result, jobs }) => result === undefined && jobs.some(id => unfinished.has(id)),
  )
  return tagsOf(history, underWay)
}

function* submitAndWait(due: readonly Cleared[], options: ClearOptions): Run<ReadonlyMap<string, Cleared>> {
  const submissions = yield* submitRemovals(due, options)
  const ids = submissions.flatMap(submission => (submission.kind === 'job' ? [submission.id] : []))
  const statuses = yield* waitForJobs(ids, WAIT_US)
  const ends = new Map(ids.map((id, index) => [id, statuses[index]]))
  const results = due.map((one, index) => resultOf(one, submissions[index], ends))
  const isInDoubt = results.some(({ cleared }) => cleared.problem !== undefined)
  const now = isInDoubt ? yield* tagsNow() : undefined
  return new Map(results.map(one => [one.cleared.instance, now ? lookedAtAgain(one, now) : one.cleared]))
}

/** One call for all: luxid takes none of them while its queue is drained. */
function* submitRemovals(due: readonly Cleared[], options: ClearOptions): Run<readonly Submission[]> {
  const nowUs = yield* perform({ kind: 'now' })
  try {
    return yield* submitJobs(
      due.map(({ instance, tags }) => [annotate(deleteTags(instance, tags), options, nowUs)]),
    )
  } catch (error) {
    throw isQueueDrained(error) ? new QueueDrainedError('removes tags') : error
  }
}

/** What came of one removal: what is to be told of it, and whether its job has ended without removing anything. */
interface Removal {
  readonly cleared: Cleared
  readonly hasFailed: boolean
}

function resultOf(
  due: Cleared,
  submission: Submission | undefined,
  ends: ReadonlyMap<JobId, JobStatus | undefined>,
): Removal {
  if (submission?.kind !== 'job') {
    const problem = `the job was not taken: ${submission?.why ?? 'luxid gave no job'}`
    return { cleared: { ...due, problem }, hasFailed: true }
  }
  const { id: job } = submission
  const status = ends.get(job)
  if (status === 'success') return { cleared: { ...due, job }, hasFailed: false }
  const cleared = { ...due, job, problem: `${jobText(job, status)}: see gnt-job info ${job}` }
  return { cleared, hasFailed: status !== undefined && isFinished(status) }
}

function jobText(job: JobId, status: JobStatus | undefined): string {
  const which = `job ${job}, which was to remove its tags,`
  if (status === undefined) return `${which} is no longer on record`
  if (!isFinished(status)) return `${which} has not ended within ${WAIT_US / 1_000_000} s (${status})`
  return `${which} ${status === 'canceled' ? 'was cancelled' : 'has failed'}`
}

function* tagsNow(): Run<ReadonlyMap<string, readonly string[]>> {
  const snapshot = yield* inStep('failed to load data, aborting', loadSnapshot('tolerant'))
  return new Map(screen(snapshot).instances.map(({ name, tags }) => [name, tags]))
}

/** Ganeti removes all of the tags or none: where one is not there any more, or the instance is not, it refuses. */
function lookedAtAgain(
  { cleared, hasFailed }: Removal,
  now: ReadonlyMap<string, readonly string[]>,
): Cleared {
  const { instance, tags, problem } = cleared
  if (problem === undefined) return cleared
  const there = now.get(instance)
  if (there === undefined) return { ...cleared, problem: 'it is gone, and its tags with it' }
  const left = tags.filter(tag => there.includes(tag))
  // A job that has failed has removed nothing: somebody else has.
  if (left.length === 0) return { ...cleared, job: hasFailed ? undefined : cleared.job, problem: undefined }
  if (!hasFailed || left.length === tags.length) return cleared
  const gone = tags.filter(tag => !left.includes(tag))
  const others = `somebody else has removed ${gone.join(' ')} meanwhile, so that Ganeti has refused to remove the rest`
  return { ...cleared, problem: `${others} (${left.join(' ')}): try again` }
}
