import type { JobId } from '../../cluster/job.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { submitJobs } from '../job-calls.ts'
import { type Context, tellProblem } from './context.ts'
import { followJobs } from './follow-jobs.ts'
import type { Followed } from './followed-job.ts'
import { type Batch, batchesOf, isRemoval, type Step, spreadOut } from './tag-batches.ts'
import type { TagChange, Written } from './tag-change.ts'
import { jobsAtOnce } from './tag-jobs-at-once.ts'
import { patienceFor, withTimeForMore } from './tag-patience.ts'
import { tagsOnRecord } from './tags-on-record.ts'

/*
 * Tags are written by jobs of many opcodes, since each job costs a submission, a slot and a process. Ganeti stops a job at its
 * first failed opcode; what comes after it goes into the next job. Of each instance the new tag is set before old ones are
 * deleted: cut off anywhere, the tags tell a state that is right. An opcode waits for its instance's lock, and so for
 * whoever holds it; one that waits too long is given up, and what came behind it is spread over several jobs. Where the queue tells
 * that an instance is locked, its steps have none of the others behind them, and are not tried twice.
 */

/** Tag jobs overtake whatever waits for one of the queue's slots: until they have run, nothing is on record. */
const HIGH_PRIORITY = -10

/**
 * Writes tags, and gives what is not known to be on record. A tag to be removed that is not there is no failure: an admin was
 * faster. Does `meanwhile` once while Ganeti is at it. Where a job does not begin, that is told as a problem and noted in the
 * context: until the next round no tags are set, since that would fare no better. Those that are only to be removed are left to the
 * queue, then: nothing waits for them. Throws LuxiError; after a transport error it is unknown what was written.
 */
export function* writeTags(
  changes: readonly TagChange[],
  context: Context,
  meanwhile: Run<void> = nothing(),
): Run<Written> {
  const unwritten = new Map<string, string>()
  const removed = new Set<string>()
  const asked = new Set<string>()
  let batches = batchesOf(changes, context.locked, jobsAtOnce(context))
  let patience = yield* patienceFor(Math.max(0, ...batches.map(({ length }) => length)), context)
  for (let isFirst = true; batches.length > 0; isFirst = false) {
    const isLate = !isFirst && (yield* perform({ kind: 'monotonic' })) >= patience.deadlineUs
    const why = context.standstill ?? (isLate ? 'there was no time left' : undefined)
    if (why !== undefined) {
      const because = `its tag was not written, since ${why}; the next run looks again`
      for (const batch of batches) giveUp(batch, because, unwritten)
      batches = batches.filter(isRemoval)
    }
    const submitted = yield* isFirst
      ? submit(batches, context, unwritten)
      : submitMore(batches, context, unwritten)
    for (const { batch } of submitted) for (const { instance } of batch) asked.add(instance)
    // A generator that is done does nothing more.
    yield* meanwhile
    if (why !== undefined) break
    const ids = submitted.map(({ id }) => id)
    const mayWait = new Set(submitted.filter(({ batch }) => isRemoval(batch)).map(({ id }) => id))
    const { followed, standstill, deadlineUs } = yield* followJobs(ids, patience, mayWait)
    patience = { ...patience, deadlineUs }
    if (standstill !== undefined) {
      context.standstill = standstill.what
      yield* tellProblem(context, undefined, `${standstill.what}: ${standstill.why}`)
    }
    const [rest, behindLocks]: [Batch[], Batch[]] = [[], []]
    for (const { id, batch } of submitted) {
      const { done, left } = sortOut(id, batch, followed.get(id), unwritten)
      for (const { instance, tag } of done) if (tag === undefined) removed.add(instance)
      const kept = followed.get(id)?.stuck === 'for-a-lock' ? behindLocks : rest
      kept.push(left)
    }
    const again = behindLocksAgain(behindLocks, context, unwritten)
    // To find the lock, and to cancel what waits for it, may have taken all the time, and nothing speaks against these.
    if (isFirst && again.length > 0) patience = yield* withTimeForMore(patience)
    batches = [...rest.filter(({ length }) => length > 0), ...again]
  }
  const doubtful = changes.filter(({ instance }) => unwritten.has(instance) && asked.has(instance))
  for (const instance of yield* tagsOnRecord(doubtful)) unwritten.delete(instance)
  const toRemove = changes.filter(({ remove, instance }) => remove.length > 0 && !removed.has(instance))
  return { unwritten, unremoved: new Set(toRemove.map(({ instance }) => instance)) }
}

function* nothing(): Run<void> {}

interface Submitted {
  readonly id: JobId
  readonly batch: Batch
}

function* submit(
  batches: readonly Batch[],
  { options }: Pick<Context, 'options'>,
  unwritten: Map<string, string>,
): Run<readonly Submitted[]> {
  if (batches.length === 0) return []
  const nowUs = yield* perform({ kind: 'now' })
  const jobs = yield* submitJobs(
    batches.map(batch =>
      batch.map(({ opcode }) => ({ ...annotate(opcode, options, nowUs), priority: HIGH_PRIORITY })),
    ),
  )
  const submitted: Submitted[] = []
  for (const [index, batch] of batches.entries()) {
    const job = jobs[index]
    if (job?.kind === 'job') submitted.push({ id: job.id, batch })
    else giveUp(batch, `its tag was not written: ${job?.why ?? 'luxid gave no job'}`, unwritten)
  }
  return submitted
}

/** What luxid refuses here leaves what was written before as it is. */
function* submitMore(
  batches: readonly Batch[],
  context: Pick<Context, 'options'>,
  unwritten: Map<string, string>,
): Run<readonly Submitted[]> {
  try {
    return yield* submit(batches, context, unwritten)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    for (const batch of batches) giveUp(batch, `its tag was not written: ${error.message}`, unwritten)
    return []
  }
}

/** The steps of a job that is followed no more. */
interface Sorted {
  readonly done: Batch
  /** Those that are to be submitted anew. */
  readonly left: Batch
}

function sortOut(
  id: JobId,
  steps: Batch,
  followed: Followed | undefined,
  unwritten: Map<string, string>,
): Sorted {
  const { isOver, stuck, statuses } = followed ?? GONE
  const job = `job ${id}, which writes its tag,`
  if (statuses.length !== steps.length) {
    giveUp(steps, `${job} is no longer on record; the next run looks again`, unwritten)
    return { done: [], left: [] }
  }
  const reached = statuses.findIndex(status => status !== 'success')
  if (reached < 0) return { done: steps, left: [] }
  const done = steps.slice(0, reached)
  const why = `${job} ${howItEnded(id, { isOver, stuck }, statuses[reached])}; the next run looks again`
  if (!isOver) {
    // It may still be carried out, and must not be submitted twice.
    giveUp(steps.slice(reached), why, unwritten)
    return { done, left: [] }
  }
  // No opcode of such a job was in the way of the others.
  const isInnocent = stuck === 'gone-on' || stuck === 'not-begun'
  const [failed, ...others] = steps.slice(reached)
  if (failed && !isInnocent) giveUp([failed], why, unwritten)
  const rest = isInnocent ? steps.slice(reached) : others
  // What was to be removed in favour of a tag that is not there stays.
  return { done, left: rest.filter(({ instance }) => !unwritten.has(instance)) }
}

/** What came behind a lock that took too long, but for what most likely waits for another one that is not free. */
function behindLocksAgain(
  batches: readonly Batch[],
  { locked }: Pick<Context, 'locked'>,
  unwritten: Map<string, string>,
): readonly Batch[] {
  const steps = batches.flat()
  const isLocked = ({ instance }: Step) => locked.has(instance)
  const why =
    'its tag was not written, since another job has its lock (gnt-job list); the next run looks again'
  giveUp(steps.filter(isLocked), why, unwritten)
  return spreadOut(steps.filter(step => !isLocked(step)))
}

const GONE: Followed = { isOver: true, stuck: undefined, statuses: [] }

/**
 * What became of a job that has not written all tags. One that was given up and has not ended says too little: a process that died looks as
 * one that waits, or is at work, until luxid finds it dead, minutes later.
 */
function howItEnded(
  id: JobId,
  { isOver, stuck }: Omit<Followed, 'statuses'>,
  status: string | undefined,
): string {
  const orDead = isOver ? '' : `, or its process has died (gnt-job info ${id})`
  switch (stuck) {
    case 'not-begun':
      return 'did not begin in time'
    case 'no-time':
      return 'had not begun when the time was up'
    case 'for-a-lock':
      return `waited too long for a lock that another job has (gnt-job list)${orDead}`
    case 'at-work':
    case 'gone-on':
      return `took too long${orDead}`
    case undefined:
      return endText(id, status)
  }
}

function endText(id: JobId, status: string | undefined): string {
  if (status === 'error') return `has failed (gnt-job info ${id})`
  return status === 'canceled' ? 'was cancelled' : `is ${status ?? 'in no status that is known'}`
}

function giveUp(steps: Batch, why: string, unwritten: Map<string, string>): void {
  for (const { instance, tag } of steps) if (tag !== undefined) unwritten.set(instance, why)
}
