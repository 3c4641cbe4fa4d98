import type { JsonValue } from '../../cluster/json.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { perform, type Run } from '../effects.ts'
import { loadQueue } from '../queue/load-queue.ts'
import type { Prepared } from './begin-chunk.ts'
import { type Context, tell } from './context.ts'
import { findHolds } from './hold.ts'
import type { Plan } from './make-plan.ts'
import { instanceOf, isRepairJob } from './repair-jobs.ts'

/*
 * The lock keeps two runs on one machine apart, and nothing does those on two. A plan is some seconds old when its repairs
 * are submitted, and in that time another run may have looked, planned the same, and begun. So when a run has placed its
 * hold it looks at two things once more: of two runs that place holds at the least the later one sees the other's; and
 * what one has submitted whose hold is gone already is in the queue, unless the run has seen the queue just now.
 */

const UNFINISHED = ['queued', 'waiting', 'running'].map(status => ['=', 'status', status])

/**
 * Few jobs pass, where the queue may hold thousands that have ended: those that go on, and those that came after the plan's look, since a
 * run that stood still in the middle of that look may have missed all of a repair.
 */
function filterFor(queue: PlanInput['queue']): JsonValue {
  const last = queue.reduce((latest, { id }) => Math.max(latest, Number(id)), 0)
  // Beyond 2^53 ids are no numbers any more; no cluster has had so many jobs.
  return ['|', ...UNFINISHED, ...(Number.isSafeInteger(last) ? [['>', 'id', last]] : [])]
}

/** A run that began its first repairs alone, and saw the queue so short a time ago, has no need to look again. */
const JUST_NOW_US = 3 * 1_000_000

/** What of a chunk is still to be begun, now that its hold stands: nothing where another run has a hold, too. Throws LuxiError. */
export function* withoutRivals(
  context: Context,
  chunk: readonly Prepared[],
  { input: planned, lookedUs }: Plan,
): Run<readonly Prepared[]> {
  const rival = (yield* findHolds()).find(
    ({ text }) => !context.knownHolds.has(text) && !text.includes(context.runId),
  )
  if (rival) {
    context.isBlocked = true
    yield* tell({
      kind: 'warning',
      warning: `another run of harep is at work on this cluster (${rival.text}); nothing more is begun beside it`,
    })
    return []
  }
  const isFirst = context.chunks <= 1
  if (!isFirst && (yield* perform({ kind: 'now' })) - lookedUs < JUST_NOW_US) return chunk
  const known = new Set(planned.queue.map(({ id }) => id))
  const begun = new Map(
    (yield* loadQueue(filterFor(planned.queue)))
      .filter(job => isRepairJob(job) && !known.has(job.id))
      .map(job => [instanceOf(job), job.id]),
  )
  for (const { due } of chunk) {
    const job = begun.get(due.instance)
    if (job === undefined) continue
    const reason = { code: 'problem', problem: `another run of harep has begun job ${job} there` } as const
    context.withheld.set(due.instance, reason)
  }
  return chunk.filter(({ due }) => !begun.has(due.instance))
}
