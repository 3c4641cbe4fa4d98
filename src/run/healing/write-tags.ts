import type { JobId } from '../../cluster/job.ts'
import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { submitJobs } from '../job-calls.ts'
import { type Context, tellProblem } from './context.ts'
import { type Followed, followJobs, type Patience, type Stuck } from './follow-jobs.ts'
import type { TagChange, Unwritten } from './tag-change.ts'
import { waitUntilUs } from './time-left.ts'
import { whyNotBegun } from './why-not-begun.ts'

/*
 * Tags are written by jobs of many opcodes, since each job costs a submission, a slot and a process. Ganeti stops a job at its
 * first failed opcode; what comes after it goes into the next job. Of each instance the new tag is set before old ones are
 * deleted: cut off anywhere, the tags tell a state that is right. An opcode waits for its instance's lock, and so for
 * whoever holds it; one that waits too long is given up, so that one instance never holds up the others.
 */

/**
 * How long all of it may take, but for silent nodes (below), and within what the run has left (time-left.ts). The run goes on without what is not written by then, and the next one looks again.
 */
const WAIT_US = 60 * 1_000_000

/** How long a job may wait for a slot of the queue, in seconds: what begins by then has as long as a stuck one to be done. */
const BEGIN_SECONDS = 45

/** How long a job that has begun may go on without one more of its opcodes being done, in seconds. */
const STUCK_SECONDS = 15

/** How long a job that was cancelled may take to stop, in seconds. */
const STOP_SECONDS = 5

/**
 * An opcode changes its job's status four times, and each costs up to 5 s for every master candidate that is dead and not
 * marked offline (jobs.md section 3): so much more time each opcode gets for each silent node, and so much each other wait.
 */
const SILENT_NODE_SECONDS = 20

/** Tag jobs overtake whatever waits for one of the queue's slots: until they have run, nothing is on record. */
const HIGH_PRIORITY = -10

/**
 * So many instances share a job. Each opcode takes it 0.3 s, so that several jobs beside each other are sooner done; but
 * each costs the master 0.5 s of a processor for its submission and its process, which what is being repaired needs, too.
 */
const INSTANCES_A_JOB = 8

interface Step {
  readonly instance: string
  readonly opcode: Opcode
  readonly isAddition: boolean
}

/**
 * Writes tags, and tells of which instances the new tag is not known to be on record. A tag to be removed that is not there is
 * no failure: an admin was faster. Does `meanwhile` once while Ganeti is at it. Where a job does not begin, that is told as a
 * problem and noted in the context: until the next round nothing more is submitted, since it would fare no better. Throws
 * LuxiError; after a transport error it is unknown what was written.
 */
export function* writeTags(
  changes: readonly TagChange[],
  context: Context,
  meanwhile: Run<void> = nothing(),
): Run<Unwritten> {
  const unwritten = new Map<string, string>()
  let batches = batchesOf(changes)
  const patience = yield* patienceFor(batches, context)
  for (let isFirst = true; batches.length > 0; isFirst = false) {
    const why = context.standstill ?? (isFirst ? undefined : yield* whyTooLate(patience))
    if (why !== undefined) {
      for (const batch of batches)
        giveUp(batch, `its tag was not written, since ${why}; the next run looks again`, unwritten)
      break
    }
    const submitted = yield* submit(batches, context, unwritten)
    // A generator that is done does nothing more.
    yield* meanwhile
    const followed = yield* followJobs(
      submitted.map(({ id }) => id),
      patience,
    )
    yield* noteStandstill(context, followed)
    const rest = submitted.map(({ id, batch }) => leftOf(id, batch, followed.get(id), unwritten))
    batches = rest.filter(batch => batch.length > 0)
  }
  return unwritten
}

function* nothing(): Run<void> {}

function* patienceFor(
  batches: readonly (readonly Step[])[],
  context: Pick<Context, 'silentNodes' | 'roundUs'>,
): Run<Patience> {
  const slowSeconds = context.silentNodes * SILENT_NODE_SECONDS
  const longest = Math.max(0, ...batches.map(({ length }) => length))
  const nowUs = yield* perform({ kind: 'monotonic' })
  const deadlineUs = waitUntilUs(context, nowUs, {
    minUs: WAIT_US,
    maxUs: WAIT_US + longest * slowSeconds * 1_000_000,
  })
  const beginSeconds = Math.min(BEGIN_SECONDS + slowSeconds, (deadlineUs - nowUs) / 1_000_000)
  return {
    beginSeconds,
    stuckSeconds: STUCK_SECONDS + slowSeconds,
    deadlineUs,
    stopSeconds: STOP_SECONDS + slowSeconds,
  }
}

function* whyTooLate({ deadlineUs }: Patience): Run<string | undefined> {
  return (yield* perform({ kind: 'monotonic' })) < deadlineUs ? undefined : 'there was no time left'
}

interface Submitted {
  readonly id: JobId
  readonly batch: readonly Step[]
}

function* submit(
  batches: readonly (readonly Step[])[],
  { options }: Pick<Context, 'options'>,
  unwritten: Map<string, string>,
): Run<readonly Submitted[]> {
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

/** Where a job does not begin, that is told, once a round: what is only to be removed has nobody else who would tell. */
function* noteStandstill(context: Context, followed: ReadonlyMap<JobId, Followed>): Run<void> {
  const [id] = [...followed].find(([, { stuck }]) => stuck === 'not-begun') ?? []
  if (id === undefined) return
  context.standstill = `job ${id}, which writes tags, did not begin in time`
  yield* tellProblem(context, undefined, `${context.standstill}: ${yield* whyNotBegun()}`)
}

function batchesOf(changes: readonly TagChange[]): readonly (readonly Step[])[] {
  const batches: Step[][] = []
  for (let start = 0; start < changes.length; start += INSTANCES_A_JOB) {
    const some = changes.slice(start, start + INSTANCES_A_JOB)
    const steps = [...some.flatMap(additionOf), ...some.flatMap(removalOf)]
    if (steps.length > 0) batches.push(steps)
  }
  return batches
}

function additionOf({ instance, add }: TagChange): readonly Step[] {
  return add === undefined ? [] : [{ instance, opcode: setTags(instance, [add]), isAddition: true }]
}

function removalOf({ instance, remove }: TagChange): readonly Step[] {
  return remove.length === 0 ? [] : [{ instance, opcode: deleteTags(instance, remove), isAddition: false }]
}

/** What of a job's steps is to be submitted anew. */
function leftOf(
  id: JobId,
  steps: readonly Step[],
  followed: Followed | undefined,
  unwritten: Map<string, string>,
): readonly Step[] {
  const { isOver, stuck, statuses } = followed ?? { isOver: true, stuck: undefined, statuses: [] }
  const job = `job ${id}, which writes its tag,`
  if (statuses.length !== steps.length) {
    giveUp(steps, `${job} is no longer on record; the next run looks again`, unwritten)
    return []
  }
  const done = statuses.findIndex(status => status !== 'success')
  if (done < 0) return []
  const why = `${job} ${howItEnded(stuck, statuses[done])}; the next run looks again`
  if (!isOver) {
    // It may still be carried out, and must not be submitted twice.
    giveUp(steps.slice(done), why, unwritten)
    return []
  }
  // No opcode of such a job was in the way of the others.
  const isInnocent = stuck === 'gone-on' || stuck === 'not-begun'
  const [failed, ...others] = steps.slice(done)
  if (failed && !isInnocent) giveUp([failed], why, unwritten)
  const rest = isInnocent ? steps.slice(done) : others
  // What was to be removed in favour of a tag that is not there stays.
  return rest.filter(({ instance }) => !unwritten.has(instance))
}

function howItEnded(stuck: Stuck | undefined, status: string | undefined): string {
  switch (stuck) {
    case 'not-begun':
      return 'did not begin in time'
    case 'for-a-lock':
      return 'waited too long for a lock that another job has (gnt-job list)'
    case 'at-work':
    case 'gone-on':
    case 'no-time':
      return 'took too long'
    case undefined:
      return `is ${status ?? 'in no status that is known'}`
  }
}

function giveUp(steps: readonly Step[], why: string, unwritten: Map<string, string>): void {
  for (const { instance, isAddition } of steps) if (isAddition) unwritten.set(instance, why)
}
