import type { JobId } from '../../cluster/job.ts'
import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { submitJobs } from '../job-calls.ts'
import type { Context } from './context.ts'
import { type Followed, followJobs } from './follow-jobs.ts'
import type { TagChange, Unwritten } from './tag-change.ts'
import { waitUntilUs } from './time-left.ts'

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

/** How long a job may go on without one more of its opcodes being done, in seconds. */
const STUCK_SECONDS = 15

/**
 * An opcode changes its job's status four times, and each costs up to 5 s for every master candidate that is dead and not
 * marked offline (jobs.md section 3): so much more time each opcode gets for each silent node.
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
 * no failure: an admin was faster. Does `meanwhile` once while Ganeti is at it. Throws LuxiError; after a transport error it is
 * unknown what was written.
 */
export function* writeTags(
  changes: readonly TagChange[],
  context: Pick<Context, 'options' | 'silentNodes' | 'roundUs'>,
  meanwhile?: Run<void>,
): Run<Unwritten> {
  const { options, silentNodes } = context
  const unwritten = new Map<string, string>()
  let batches = batchesOf(changes)
  const longest = Math.max(0, ...batches.map(({ length }) => length))
  const deadlineUs = waitUntilUs(context, yield* perform({ kind: 'monotonic' }), {
    minUs: WAIT_US,
    maxUs: WAIT_US + longest * silentNodes * SILENT_NODE_SECONDS * 1_000_000,
  })
  const stuckSeconds = STUCK_SECONDS + silentNodes * SILENT_NODE_SECONDS
  for (let isFirst = true; batches.length > 0; isFirst = false) {
    if (!isFirst && (yield* perform({ kind: 'monotonic' })) >= deadlineUs) {
      for (const batch of batches) giveUp(batch, 'there was no time left to write its tag', unwritten)
      break
    }
    const nowUs = yield* perform({ kind: 'now' })
    const jobs = yield* submitJobs(
      batches.map(batch =>
        batch.map(({ opcode }) => ({ ...annotate(opcode, options, nowUs), priority: HIGH_PRIORITY })),
      ),
    )
    const submitted: { readonly id: JobId; readonly batch: readonly Step[] }[] = []
    for (const [index, batch] of batches.entries()) {
      const job = jobs[index]
      if (job?.kind === 'job') submitted.push({ id: job.id, batch })
      else giveUp(batch, `its tag was not written: ${job?.why ?? 'luxid gave no job'}`, unwritten)
    }
    // A generator that is done does nothing more.
    if (meanwhile) yield* meanwhile
    const followed = yield* followJobs(
      submitted.map(({ id }) => id),
      { deadlineUs, stuckSeconds },
    )
    const rest = submitted.map(({ id, batch }) => leftOf(id, batch, followed.get(id), unwritten))
    batches = rest.filter(batch => batch.length > 0)
  }
  return unwritten
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
  const { isOver, isStuck, statuses } = followed ?? { isOver: true, isStuck: false, statuses: [] }
  if (statuses.length !== steps.length) {
    giveUp(
      steps,
      `job ${id}, which writes its tag, is no longer on record; the next run looks again`,
      unwritten,
    )
    return []
  }
  const done = statuses.findIndex(status => status !== 'success')
  if (done < 0) return []
  const why = `job ${id}, which writes its tag, ${isStuck ? 'waited too long' : `is ${statuses[done] ?? 'in no status that is known'}`}; the next run looks again`
  if (!isOver) {
    // It may still be carried out, and must not be submitted twice.
    giveUp(steps.slice(done), why, unwritten)
    return []
  }
  const [failed, ...rest] = steps.slice(done)
  if (failed) giveUp([failed], why, unwritten)
  // What was to be removed in favour of a tag that is not there stays.
  return rest.filter(({ instance }) => !unwritten.has(instance))
}

function giveUp(steps: readonly Step[], why: string, unwritten: Map<string, string>): void {
  for (const { instance, isAddition } of steps) if (isAddition) unwritten.set(instance, why)
}
