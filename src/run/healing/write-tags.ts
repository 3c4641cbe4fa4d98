import { isFinished, type JobId, parseJobStatus } from '../../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { GanetiError, LuxiDataError } from '../../luxi/luxi-error.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { cancelJob, jobIdOnWire, submitJobs } from '../job-calls.ts'
import type { Context } from './context.ts'
import type { TagChange, Unwritten } from './tag-change.ts'

/*
 * Tags are written by jobs of many opcodes, since each job costs a submission, a slot and a process. Ganeti stops a job at its
 * first failed opcode; what comes after it goes into the next job. Of each instance the new tag is set before old ones are
 * deleted: cut off anywhere, the tags tell a state that is right. An opcode waits for its instance's lock, and so for
 * whoever holds it; one that waits too long is given up, so that one instance never holds up the others.
 */

/**
 * How long all of it may take. The run goes on without what is not written by then, and the next one looks again.
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

/** So many instances share a job: settling 200 repairs at once is then done by ten jobs beside each other. */
const INSTANCES_A_JOB = 20

/** No log message has a number so high: without it, each one that the job ever wrote would count as a change. */
const NO_LOG_MESSAGES = 2 ** 31 - 1

/** Until when, and for how long without progress. */
interface Patience {
  readonly deadlineUs: number
  readonly stuckSeconds: number
}

interface Step {
  readonly instance: string
  readonly opcode: Opcode
  readonly isAddition: boolean
}

/**
 * Writes tags, and tells of which instances the new tag is not known to be on record. A tag to be removed that is not there is
 * no failure: an admin was faster. Throws LuxiError; after a transport error it is unknown what was written.
 */
export function* writeTags(
  changes: readonly TagChange[],
  context: Pick<Context, 'options' | 'silentNodes'>,
): Run<Unwritten> {
  const { options, silentNodes } = context
  const unwritten = new Map<string, string>()
  let batches = batchesOf(changes)
  const longest = Math.max(0, ...batches.map(({ length }) => length))
  const deadlineUs =
    (yield* perform({ kind: 'now' })) + WAIT_US + longest * silentNodes * SILENT_NODE_SECONDS * 1_000_000
  const stuckSeconds = STUCK_SECONDS + silentNodes * SILENT_NODE_SECONDS
  while (batches.length > 0) {
    const nowUs = yield* perform({ kind: 'now' })
    if (nowUs >= deadlineUs) {
      for (const batch of batches) giveUp(batch, 'there was no time left to write its tag', unwritten)
      break
    }
    const jobs = yield* submitJobs(
      batches.map(batch =>
        batch.map(({ opcode }) => ({ ...annotate(opcode, options, nowUs), priority: HIGH_PRIORITY })),
      ),
    )
    const rest: (readonly Step[])[] = []
    for (const [index, batch] of batches.entries()) {
      const job = jobs[index]
      if (job?.kind === 'job')
        rest.push(yield* carryThrough(job.id, batch, { deadlineUs, stuckSeconds }, unwritten))
      else giveUp(batch, `its tag was not written: ${job?.why ?? 'luxid gave no job'}`, unwritten)
    }
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

/** Waits for a tag job to the end, and gives what of its steps is to be submitted anew. */
function* carryThrough(
  id: JobId,
  steps: readonly Step[],
  patience: Patience,
  unwritten: Map<string, string>,
): Run<readonly Step[]> {
  const watched = yield* watch(id, patience)
  const { isOver, statuses } = watched.isOver ? watched : yield* stop(id)
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
  const isStuck = !watched.isOver
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

interface Watched {
  readonly isOver: boolean
  /** Of each opcode; none where the job is gone. */
  readonly statuses: readonly (string | undefined)[]
}

/**
 * Follows a job until it is over, one opcode is stuck, or the time is up. Between two opcodes a job's status goes back to
 * queued, so what is waited for is its end.
 */
function* watch(id: JobId, { deadlineUs, stuckSeconds }: Patience): Run<Watched> {
  let seen: Watched | undefined
  for (;;) {
    const nowUs = yield* perform({ kind: 'now' })
    const seconds = Math.min(stuckSeconds, Math.ceil((deadlineUs - nowUs) / 1_000_000))
    if (seconds > 0) yield* waitForEnd(id, seconds)
    const before = seen
    seen = decode(yield* ask(id))
    if (seen.isOver || seconds <= 0 || successes(seen) === successes(before)) return seen
  }
}

const FIELDS = ['status', 'opstatus'] as const

function* ask(id: JobId): Run<JsonValue> {
  const rows = yield* perform({ kind: 'luxi', method: 'QueryJobs', args: [[jobIdOnWire(id)], FIELDS] })
  const [row] = isJsonArray(rows) ? rows : []
  if (row === undefined)
    throw new LuxiDataError(`QueryJobs told nothing of job ${id}: ${excerptOfValue(rows)}`)
  return row
}

/** Waits until a job has ended, or for so many seconds, even if luxid does not. */
function* waitForEnd(id: JobId, seconds: number): Run<void> {
  const args = [jobIdOnWire(id), ['end_ts'], [null], NO_LOG_MESSAGES, seconds]
  const untilUs = (yield* perform({ kind: 'now' })) + seconds * 1_000_000
  for (;;) {
    let values: JsonValue | undefined
    try {
      const answer = yield* perform({ kind: 'luxi', method: 'WaitForJobChange', args })
      values = isJsonArray(answer) ? answer[0] : undefined
    } catch (error) {
      // The job left the queue just now: QueryJobs knows archived jobs, too.
      if (!(error instanceof GanetiError)) throw error
      return
    }
    const [endTs] = values !== undefined && isJsonArray(values) ? values : []
    if (endTs !== null || (yield* perform({ kind: 'now' })) >= untilUs) return
    // luxid answers as soon as something has changed; should it answer when nothing has, this must not spin.
    yield* perform({ kind: 'sleep', durationMs: 500 })
  }
}

function successes(watched: Watched | undefined): number {
  return watched?.statuses.filter(status => status === 'success').length ?? -1
}

function decode(row: JsonValue): Watched {
  const [status, opstatus] = isJsonArray(row) ? row : []
  const known = typeof status === 'string' ? parseJobStatus(status) : undefined
  const statuses = isJsonArray(opstatus)
    ? opstatus.map(one => (typeof one === 'string' ? one : undefined))
    : []
  return { isOver: known === undefined || isFinished(known), statuses }
}

/** Cancels a stuck job; what it has begun it may still carry out, and does while luxid waits for it to stop. */
function* stop(id: JobId): Run<Watched> {
  try {
    yield* cancelJob(id)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
  return decode(yield* ask(id))
}
