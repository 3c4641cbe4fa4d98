import type { JobId } from '../../cluster/job.ts'
import { type TaggedRepair, tagged } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import { type History, readHistory, tagsOf } from '../../planner/healing/history.ts'
import { hasOnlyStopped, outcomeOf } from '../../planner/healing/outcome.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import type { HealingEvent } from './healing-event.ts'
import type { TagChange } from './tag-change.ts'
import { tagJobs } from './tag-jobs.ts'
import { timeAfter } from './time-after.ts'
import { hasNotBegun, isDestructive, isLeftOpen, isNoLongerDue, isStale, whatIfWithout } from './what-if.ts'

/** Something of an earlier run that is to be put on record: what to tell of it, and the tags. */
export interface Recorded {
  readonly event: HealingEvent
  readonly change: TagChange
}

/**
 * The pending repairs whose jobs have all ended, with their results. A success takes the tags of all earlier attempts
 * along. What Ganeti refused for want of room leaves no result, nor does a job that was cancelled before it began and is
 * no longer due: such a repair never was. One whose instance is being tagged waits: the job on its way may be the very one
 * that writes the result; and so does one that somebody has cancelled, and who works on its instance now.
 */
export function settlements(input: PlanInput): readonly Recorded[] {
  const ended = endedRepairs(input)
  if (ended.length === 0) return []
  const unbegun = ended.flatMap(({ jobs }) => jobs.filter(wasCancelledEarly))
  const without =
    unbegun.length > 0 ? whatIfWithout(input, new Set(unbegun.map(({ id }) => id))) : NO_DECISIONS
  return ended.flatMap(one => (mustWait(one, without) ? [] : [settlementOf(one, without, input)]))
}

const NO_DECISIONS: ReadonlyMap<string, HealingDecision> = new Map()

interface Ended {
  readonly instance: string
  readonly history: History
  readonly pending: TaggedRepair
  /** Those that are still on record somewhere. */
  readonly jobs: readonly QueuedJob[]
  readonly gone: readonly JobId[]
}

function endedRepairs({ snapshot, queue, archived, isSelected }: PlanInput): readonly Ended[] {
  const all = snapshot.instances.flatMap(({ name, tags }) => {
    const history = readHistory(tags)
    const { pending } = history
    return pending && isSelected(name) ? [{ name, history, pending }] : []
  })
  // Most runs find none, and the queue may hold thousands of jobs.
  if (all.length === 0) return []
  const known = new Map([...archived, ...queue.map(job => [job.id, job] as const)])
  const tagging = tagJobs(queue)
  return all.flatMap(({ name, history, pending }) => {
    if (tagging.instances.has(name)) return []
    const jobs = pending.jobs.flatMap(id => known.get(id) ?? [])
    if (jobs.length > 0 && outcomeOf(jobs) === 'running') return []
    const gone = pending.jobs.filter(id => !known.has(id))
    return [{ instance: name, history, pending, jobs, gone }]
  })
}

function wasCancelledEarly(job: QueuedJob): boolean {
  return job.status === 'canceled' && (hasNotBegun(job) || hasOnlyStopped(job))
}

/** Its pending tag stays meanwhile, so that nothing is begun. */
function mustWait({ instance, jobs }: Ended, without: ReadonlyMap<string, HealingDecision>): boolean {
  return jobs.some(job => wasCancelledEarly(job) && isLeftOpen(job, without.get(instance)))
}

function settlementOf(
  ended: Ended,
  without: ReadonlyMap<string, HealingDecision>,
  { nowSeconds, snapshot }: PlanInput,
): Recorded {
  const { instance, history, pending, jobs, gone } = ended
  const outcome = gone.length > 0 ? 'failure' : withdrawn(ended, without) ? 'withdrawn' : outcomeOf(jobs)
  const ofPending = history.tags.filter(({ id, jobs: named }) => id === pending.id && named.length > 0)
  const common = { instance, type: pending.type, jobs: pending.jobs }
  if (gone.length === 0 && wasStopped(ended, without, snapshot)) {
    const timeSeconds = timeAfter(history.tags, nowSeconds)
    const { tag: add } = tagged({ ...pending, timeSeconds, result: 'enoperm' })
    return {
      event: { kind: 'ended', ...common, outcome: 'withdrawn', why: 'it had only stopped the instance' },
      change: { instance, add, remove: textsOf(ofPending) },
    }
  }
  if (outcome === 'withdrawn' || outcome === 'refused' || outcome === 'running') {
    const told =
      outcome === 'withdrawn'
        ? ({ outcome, why: undefined } as const)
        : ({ outcome: 'refused', why: whyOf(ended) } as const)
    return {
      event: { kind: 'ended', ...common, ...told },
      change: { instance, add: undefined, remove: textsOf(ofPending) },
    }
  }
  const { tag: add } = tagged({
    ...pending,
    timeSeconds: timeAfter(history.tags, nowSeconds),
    result: outcome,
  })
  // Whole repairs: a pending tag that stayed beside its failure would count again without it, and the repair be made anew.
  const results = history.tags.filter(({ result }) => result !== undefined)
  const obsolete = tagsOf(history, outcome === 'success' ? [pending, ...results] : [pending])
  return {
    event: { kind: 'ended', ...common, outcome, why: outcome === 'failure' ? whyOf(ended) : undefined },
    change: { instance, add, remove: obsolete.filter(tag => tag !== add) },
  }
}

/** Whether nothing was done, and it was not somebody else who wanted it so: harep did, or nothing is to be done any more. */
function withdrawn({ instance, jobs }: Ended, without: ReadonlyMap<string, HealingDecision>): boolean {
  const decision = without.get(instance)
  const isOurs = (job: QueuedJob) => isMarked(job) || isNoLongerDue(job, decision)
  return jobs.length > 0 && jobs.every(job => job.status === 'canceled' && hasNotBegun(job) && isOurs(job))
}

/**
 * Whether harep was about to cancel a job. It may have died before it did, and a person have cancelled it: too little for what gives up
 * data, which is left to a person then, as long as it is due.
 */
function isMarked(job: QueuedJob): boolean {
  return job.isWithdrawn && !isDestructive(job)
}

/**
 * Whether a re-creation was cancelled when it had only stopped its instance, and is not due any more, whoever cancelled it; or would not be begun
 * now, and harep itself has: nobody has said no to it, and the instance waits for its start, or for what it needed to be made anew.
 */
function wasStopped(
  { instance, jobs }: Ended,
  without: ReadonlyMap<string, HealingDecision>,
  snapshot: Snapshot,
): boolean {
  const decision = without.get(instance)
  const isOver = (job: QueuedJob) =>
    job.isWithdrawn ? isStale(job, decision, snapshot) : isNoLongerDue(job, decision)
  return (
    jobs.length === 1 && jobs.every(job => job.status === 'canceled' && hasOnlyStopped(job) && isOver(job))
  )
}

function whyOf({ jobs, gone }: Ended): string {
  if (gone.length > 0) return `job ${gone.join('+')} is no longer on record, so nothing tells how it ended`
  const failed = jobs.flatMap(({ opcodes }) => opcodes).find(({ error }) => error !== undefined)
  if (failed?.error) return `${failed.opId.replace(/^OP_/, '')}: ${failed.error.text}`
  const job = jobs.find(({ status }) => status !== 'success')
  return `job ${job?.id ?? ''} is ${job?.status ?? 'gone'}`
}

function textsOf(tags: readonly TaggedRepair[]): readonly string[] {
  return tags.map(({ tag }) => tag)
}
