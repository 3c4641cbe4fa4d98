import { GanetiError, LuxiError } from '../../luxi/luxi-error.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import { perform, type Run } from '../effects.ts'
import { type Begun, beginChunk, begunEvent, type Due, prepare } from './begin-chunk.ts'
import { withdrawStale } from './cancel-repairs.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { holdText, placeHold, removeHold } from './hold.ts'
import { look } from './look.ts'
import { makePlan, type Plan } from './make-plan.ts'
import { recoverLost } from './recover-lost.ts'
import { withoutRivals } from './rivals.ts'

/**
 * So many repairs are submitted under one hold, the first time, the second, and so on: the first ones start within seconds,
 * each chunk is on record before Ganeti is done with those before it (a failover off one node takes it 0.75 s, a repair 0.4 s
 * to be submitted and tagged), and what is submitted is never decided on data that is older than the chunk before it took.
 */
const CHUNKS = [5, 8, 12, 16]
const CHUNK_MAX = 20

/** While a master candidate may be dead and not marked offline, each submission takes seconds (jobs.md section 3). */
const CHUNK_OF_SLOW_MASTER = 5

/** A plan older than this is made again before the next chunk: a node may be back, and its instances fine. */
const PLAN_OLD_US = 15 * 1_000_000

const NOTHING_BEGUN: Begun = { jobs: new Map(), isSafe: true }

/** How often a run goes on after an answer was lost. */
const LOST_MAX = 3

/**
 * Carries out the repairs of a plan, a chunk after the other, and gives the decisions as they stand then. Data is given up
 * only on a plan that was made since the last chunk. What concerns one instance stops nothing else; what luxid refuses
 * altogether (a queue that was drained just now) ends it, as a problem. A broken connection is opened again, and the queue
 * asked what was carried out (recover-lost.ts); nothing is submitted twice. Throws HarepError where that fails.
 */
export function* carryOut(context: Context, first: Plan): Run<readonly HealingDecision[]> {
  const begun = new Map<string, HealingDecision>()
  const state: State = { filter: undefined, chunk: 0, lost: 0, plan: first, isFresh: true }
  try {
    while (yield* nextChunk(context, state, begun));
    if (state.filter !== undefined) yield* guarded(context, state, removeHold(state.filter))
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    yield* tellProblem(context, undefined, error.message)
    if (state.filter !== undefined) yield* removeHold(state.filter)
  }
  return state.plan.decisions.map(decision => {
    const reason = decision.action.kind === 'repair' && context.withheld.get(decision.instance)
    return begun.get(decision.instance) ?? (reason ? Object.freeze({ ...decision, reason }) : decision)
  })
}

interface State {
  /** UUID of the filter that is this run's hold. */
  filter: string | undefined
  chunk: number
  lost: number
  plan: Plan
  /** Whether nothing was submitted since the plan was made. */
  isFresh: boolean
}

/** Begins the next repairs; gives whether there may be more. */
function* nextChunk(context: Context, state: State, begun: Map<string, HealingDecision>): Run<boolean> {
  const isDue = (decision: HealingDecision): decision is Due =>
    decision.action.kind === 'repair' &&
    !context.isBlocked &&
    !begun.has(decision.instance) &&
    !context.withheld.has(decision.instance)
  const size = chunkSize(context, state)
  let chunk = state.plan.decisions.filter(isDue).slice(0, size)
  if (chunk.length > 0 && !context.options.dryRun && (yield* isOld(state, chunk))) {
    const plan = yield* guarded(context, state, makePlan(context))
    if (plan === undefined) return true
    state.plan = plan
    state.isFresh = true
    chunk = state.plan.decisions.filter(isDue).slice(0, size)
  }
  if (chunk.length === 0) return false
  const prepared = yield* prepare(context, chunk, state.plan.input)
  if (context.options.dryRun) {
    for (const { due } of prepared) {
      yield* tell(begunEvent(due, undefined, context.options.jobDelaySeconds))
      begun.set(due.instance, { ...due, reason: { code: 'would-submit', type: due.action.type } })
    }
    return true
  }
  if (prepared.length === 0) return true
  state.isFresh = false
  state.chunk += 1
  context.chunks += 1
  const text = holdText(context.runId, context.chunks)
  const done = yield* guarded(context, state, submitHeld())
  if (done === undefined) return true
  for (const { due } of prepared) {
    const job = done.jobs.get(due.instance)
    if (job === undefined) continue
    const reason = { code: 'repair-submitted', type: due.action.type, jobs: [job] } as const
    begun.set(due.instance, Object.freeze({ ...due, state: 'pending-repair', reason }))
  }
  if (done.isSafe && prepared.some(({ due }) => due.action.isDestructive))
    return (yield* guarded(context, state, avertDestruction(context, state, begun))) ?? true
  if (done.isSafe) return true
  // Nothing untagged may start: the hold stands, and the next run sees to it.
  state.filter = undefined
  return false

  function* submitHeld() {
    // In this order what the chunk before is about may start now, and nothing else.
    state.filter = yield* placeHold(state.filter, text, prepared.length)
    const chunk = yield* withoutRivals(context, prepared, state.plan)
    if (chunk.length === 0) return NOTHING_BEGUN
    return yield* beginChunk(context, chunk, text)
  }
}

/**
 * The last look before data is given up: while the jobs are held, a node may have come back with the disks that they would
 * make anew. Such a repair is cancelled. Always true: there may be more to do.
 */
function* avertDestruction(context: Context, state: State, begun: Map<string, HealingDecision>): Run<true> {
  const changes = yield* withdrawStale(context, yield* look(context))
  if (changes.length === 0) return true
  for (const { instance } of changes) begun.delete(instance)
  state.plan = yield* makePlan(context)
  state.isFresh = true
  return true
}

function chunkSize({ silentNodes }: Context, { chunk }: State): number {
  return silentNodes > 0 ? CHUNK_OF_SLOW_MASTER : (CHUNKS[chunk] ?? CHUNK_MAX)
}

function* isOld({ plan, isFresh }: State, chunk: readonly Due[]): Run<boolean> {
  if (!isFresh && chunk.some(({ action }) => action.isDestructive)) return true
  return (yield* perform({ kind: 'now' })) - plan.atUs > PLAN_OLD_US
}

/**
 * Does a part of the work; where its connection breaks, finds out what was carried out, plans anew and gives undefined. Throws
 * the error where that is of no use (any more), and a GanetiError as it is.
 */
function* guarded<T>(context: Context, state: State, part: Run<T>): Run<T | undefined> {
  try {
    return yield* part
  } catch (error) {
    if (!(error instanceof LuxiError) || error instanceof GanetiError) throw error
    // An answer that makes no sense is as good as none.
    state.lost += 1
    if (state.lost > LOST_MAX) throw error
    yield* recoverLost(context, error)
    state.filter = undefined
    state.plan = yield* makePlan(context)
    state.isFresh = true
    return undefined
  }
}
