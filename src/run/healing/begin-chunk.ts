import type { JobId } from '../../cluster/job.ts'
import { testDelay } from '../../cluster/opcode.ts'
import { type RepairRecord, tagged } from '../../cluster/repair-tag.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import type { HealingDecision, HealingRepair } from '../../planner/healing/decision.ts'
import { lockedByCopies } from '../../planner/healing/locked-by-copies.ts'
import { namesOfNodes } from '../../planner/healing/names-of-nodes.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { type Submission, submitJobs } from '../job-calls.ts'
import { rateLimitsOf, type Where } from '../rate-limits.ts'
import { markEntries } from '../repair-mark.ts'
import { repairPriority } from '../repair-priority.ts'
import { cancelRepair } from './cancel-repairs.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { historiesOf } from './histories.ts'
import type { Hold } from './hold.ts'
import { tellChanges } from './put-on-record.ts'
import { NOTHING_LEFT, objectionsTo, type TagChange, type Written } from './tag-change.ts'
import { timeAfter } from './time-after.ts'
import { writeTags } from './write-tags.ts'

/** A decision to repair. */
export type Due = HealingDecision & { readonly action: HealingRepair }

/** A repair with what its tag will say, but for the job. */
export interface Prepared {
  readonly due: Due
  readonly record: RepairRecord
  readonly where: Where
}

/** Whether one of some repairs gives up what is on its instance's disks. */
export function givesUpData(chunk: readonly Prepared[]): boolean {
  return chunk.some(({ due }) => due.action.isDestructive)
}

/** Longer than any job id of a cluster's life, so that the tag that is checked is at least as long as the one written. */
const LONGEST_JOB_ID = '9'.repeat(12)

/**
 * Gives repairs their ids, and leaves out, as problems, those whose tags Ganeti would not store: also the result that comes
 * later, since a repair that cannot be put on record would be made again by every run.
 */
export function* prepare(
  context: Context,
  chunk: readonly Due[],
  { snapshot, nowSeconds, queue }: PlanInput,
): Run<readonly Prepared[]> {
  const ours = queue.filter(({ repair }) => repair !== undefined)
  const lockedByOurs = lockedByCopies(ours, snapshot)
  const historyOf = historiesOf(snapshot)
  const nodesOf = new Map(snapshot.instances.map(one => [one.name, namesOfNodes(one)]))
  const prepared: Prepared[] = []
  for (const due of chunk) {
    const { type, oneOffId } = due.action
    const id = oneOffId ?? (yield* perform({ kind: 'uuid' }))
    const timeSeconds = timeAfter(historyOf(due.instance).tags, nowSeconds, id)
    const record = { type, id, timeSeconds, result: undefined, jobs: [] }
    const nodes = nodesOf.get(due.instance) ?? []
    const isSecondaryOffline = snapshot.nodes.get(nodes[1] ?? '')?.offline === true
    prepared.push({ due, record, where: { nodes, isSecondaryOffline, lockedByOurs } })
  }
  const longest = prepared.map(({ due, record }): TagChange => {
    const { tag } = tagged({ ...record, result: 'success', jobs: [LONGEST_JOB_ID] })
    return { instance: due.instance, add: tag, remove: [] }
  })
  const objections = objectionsTo(longest, snapshot, 1)
  for (const [instance, objection] of objections) yield* tellProblem(context, instance, objection)
  return prepared.filter(({ due }) => !objections.has(due.instance))
}

/** A chunk whose repairs are in the queue, held, and not on record yet. */
export interface Submitted {
  /** The UUID of the filter that holds them. */
  readonly filter: string
  readonly chunk: readonly Prepared[]
  readonly jobs: ReadonlyMap<string, JobId>
  /** Whether luxid told of each repair what became of it: an answer that is too short leaves jobs that nobody knows. */
  readonly isWhole: boolean
  /** When it was decided on, by the clock that nobody sets. Microseconds. */
  readonly atUs: number
}

/** Submits the repairs of a chunk. Throws LuxiError; after a transport error it is unknown what was carried out. */
export function* submitChunk(
  context: Context,
  chunk: readonly Prepared[],
  { filter, text: hold }: Pick<Hold, 'filter' | 'text'>,
  atUs: number,
): Run<Submitted> {
  const { options } = context
  const nowUs = yield* perform({ kind: 'now' })
  const submissions = yield* submitJobs(
    chunk.map(({ due, record, where }) => {
      const { figures, from } = due.action
      const repair = { type: record.type, id: record.id }
      const opcodes = opcodesOf(due, options.jobDelaySeconds)
      const marks = markEntries({ repair, hold, figures, from }, nowUs, rateLimitsOf(opcodes, where))
      const priority = repairPriority(opcodes.map(({ OP_ID }) => OP_ID))
      return opcodes.map(opcode => ({ ...annotate(opcode, options, nowUs, marks), priority }))
    }),
  )
  const jobs = new Map<string, JobId>()
  for (const [index, { due }] of chunk.entries()) {
    const id = jobOf(submissions[index])
    if (id !== undefined) jobs.set(due.instance, id)
    else {
      const problem = `its repair was not submitted: ${refusalOf(submissions[index])}`
      yield* tellProblem(context, due.instance, problem)
    }
  }
  return { filter, chunk, jobs, isWhole: submissions.length === chunk.length, atUs }
}

/** What became of a chunk. */
export interface Begun {
  readonly jobs: ReadonlyMap<string, JobId>
  /** Whether every job that was submitted is on record, or cancelled: the hold may go. */
  readonly isSafe: boolean
}

/**
 * Puts a chunk on record; a repair whose tag is not there in time is cancelled. Does `meanwhile` while Ganeti writes the tags.
 * Throws LuxiError; after a transport error it is unknown what was carried out.
 */
export function* recordChunk(context: Context, submitted: Submitted, meanwhile: Run<void>): Run<Begun> {
  const jobs = new Map(submitted.jobs)
  const changes = submitted.chunk.flatMap(({ due, record }): TagChange[] => {
    const id = jobs.get(due.instance)
    if (id === undefined) return []
    const { tag: add } = tagged({ ...record, jobs: [id] })
    return [{ instance: due.instance, add, remove: due.action.supersedes }]
  })
  const written = yield* record(changes, context, meanwhile)
  let isSafe = submitted.isWhole
  for (const [instance, why] of written.unwritten) {
    const id = jobs.get(instance)
    yield* tellProblem(context, instance, why)
    if (id !== undefined) isSafe = (yield* cancelRepair(context, { id, instance }, 'untagged')) && isSafe
    jobs.delete(instance)
  }
  for (const { due } of submitted.chunk) {
    const job = jobs.get(due.instance)
    if (job !== undefined) yield* tell(begunEvent(due, job, context.options.jobDelaySeconds))
  }
  yield* tellChanges(changes, written)
  return { jobs, isSafe }
}

/** What is told of a repair that is begun, or, without a job, would be. */
export function begunEvent(due: Due, job: JobId | undefined, delaySeconds: number | undefined) {
  const { instance, action } = due
  const opcodes = opcodesOf(due, delaySeconds)
  return { kind: 'begun', instance, type: action.type, job, opcodes, decision: due } as const
}

function opcodesOf({ action }: Due, delaySeconds: number | undefined) {
  return delaySeconds !== undefined && delaySeconds > 0
    ? [testDelay(delaySeconds), ...action.opcodes]
    : action.opcodes
}

/** A queue that was drained just now takes no tag jobs: then none of the tags is on record. */
function* record(changes: readonly TagChange[], context: Context, meanwhile: Run<void>): Run<Written> {
  try {
    return yield* writeTags(changes, context, meanwhile)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    const why = `its tag was not written: ${error.message}`
    return { ...NOTHING_LEFT, unwritten: new Map(changes.map(({ instance }) => [instance, why])) }
  }
}

function jobOf(submission: Submission | undefined): JobId | undefined {
  return submission?.kind === 'job' ? submission.id : undefined
}

function refusalOf(submission: Submission | undefined): string {
  return submission?.kind === 'refused' ? submission.why : 'luxid gave no job'
}
