import { GanetiError, LuxiError } from '../../luxi/luxi-error.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { Run } from '../effects.ts'
import {
  begunEvent,
  givesUpData,
  type Prepared,
  prepare,
  recordChunk,
  type Submitted,
  submitChunk,
} from './begin-chunk.ts'
import { recordWithdrawn } from './cancel-repairs.ts'
import { type Carrying, choose, isOld, latestUs, newCarrying } from './carrying.ts'
import { letGo, place, release } from './chunk-holds.ts'
import { type Context, tell, tellRefusal } from './context.ts'
import type { Hold } from './hold.ts'
import { lastLook } from './last-look.ts'
import { type BegunRepairs, leaveToNextRun, whyNoMore } from './left-to-next-run.ts'
import { makePlan, type Plan, planAnew } from './make-plan.ts'
import { recoverLost } from './recover-lost.ts'
import { withoutRivals } from './rivals.ts'
import type { TagChange } from './tag-change.ts'

/** How often a run goes on after an answer was lost. */
const LOST_MAX = 3

/**
 * Carries out the repairs of a plan, a chunk after the other, and gives the decisions as they stand then. While Ganeti writes the
 * tags of a chunk the next one is submitted already, under a hold of its own. Data is given up only on a plan that was made
 * since the last chunk was on record. What concerns one instance stops nothing else; what luxid refuses altogether ends it, as a problem, but for a
 * queue that was drained before anything was begun. A broken connection is opened again, and the queue asked what was carried out
 * (recover-lost.ts); nothing is submitted twice. Throws HarepError where that fails.
 */
export function* carryOut(context: Context, plan: Plan): Run<readonly HealingDecision[]> {
  const begun: BegunRepairs = new Map()
  const state = newCarrying(plan)
  for (let goesOn = true; goesOn; ) {
    try {
      goesOn = yield* nextChunk(context, state, begun)
      if (!goesOn) yield* guarded(context, state, release(state))
    } catch (error) {
      if (!(error instanceof GanetiError)) throw error
      yield* tellRefusal(context, error, begun.size > 0)
      // What is submitted is still put on record, and its hold taken away.
      goesOn = !state.isEnding
      state.isEnding = true
    }
  }
  return state.plan.decisions.map(decision => {
    const reason = decision.action.kind === 'repair' && context.withheld.get(decision.instance)
    return begun.get(decision.instance) ?? (reason ? Object.freeze({ ...decision, reason }) : decision)
  })
}

/** Begins the next repairs; gives whether there may be more. */
function* nextChunk(context: Context, state: Carrying, begun: BegunRepairs): Run<boolean> {
  if (state.ahead !== undefined)
    return (yield* guarded(context, state, recordAhead(context, state, state.ahead, begun))) ?? true
  let chunk = choose(context, state, begun)
  if (chunk.length > 0 && !context.options.dryRun && (yield* isOld(state, chunk))) {
    const plan = yield* guarded(context, state, makePlan(context))
    if (plan === undefined) return true
    state.plan = plan
    state.isFresh = true
    chunk = choose(context, state, begun)
  }
  if (chunk.length === 0) return false
  const whyNot = whyNoMore(context, latestUs(state))
  if (whyNot !== undefined) {
    yield* leaveToNextRun(context, state.plan, begun, whyNot)
    return false
  }
  const prepared = yield* prepare(context, chunk, state.plan.input)
  if (context.options.dryRun) {
    for (const { due } of prepared) {
      yield* tell(begunEvent(due, undefined, context.options.jobDelaySeconds))
      begun.set(due.instance, { ...due, reason: { code: 'would-submit', type: due.action.type } })
    }
  } else if (prepared.length > 0) yield* guarded(context, state, submitHeld(context, state, prepared))
  return true
}

function* submitHeld(context: Context, state: Carrying, prepared: readonly Prepared[]): Run<void> {
  yield* release(state)
  const hold = yield* place(context, state, prepared)
  state.ahead = yield* submit(context, state, prepared, hold)
}

function* submit(
  context: Context,
  state: Carrying,
  prepared: readonly Prepared[],
  hold: Pick<Hold, 'filter' | 'text'>,
): Run<Submitted> {
  try {
    const atUs = latestUs(state)
    const chunk = yield* withoutRivals(context, prepared, state.plan)
    state.unusedText = undefined
    if (chunk.length === 0) return { filter: hold.filter, chunk, jobs: new Map(), isWhole: true, atUs }
    state.isFresh = false
    return yield* submitChunk(context, chunk, hold, atUs)
  } catch (error) {
    // What luxid refuses leaves no jobs.
    if (error instanceof GanetiError) yield* letGo(state, hold.filter)
    throw error
  }
}

/** What became of the submission that went on while a chunk was put on record. */
interface Following {
  /** The first thing that luxid refused. */
  refusal: GanetiError | undefined
}

/** Puts what is submitted on record, and submits the next chunk meanwhile. Gives whether there may be more to do. */
function* recordAhead(
  context: Context,
  state: Carrying,
  current: Submitted,
  begun: BegunRepairs,
): Run<boolean> {
  state.ahead = undefined
  const chunk = yield* beside(context, state, current, begun)
  const following: Following = { refusal: undefined }
  // The chunk before this one may start now.
  yield* release(state)
  const submitting = unlessRefused(following, submitNext(context, state, chunk))
  const done = yield* recordChunk(context, current, submitting)
  // A plan of before may be as old as the tags took, even if its repairs are of after a chunk that was cancelled.
  state.isFresh = false
  for (const { due } of current.chunk) {
    const job = done.jobs.get(due.instance)
    if (job === undefined) continue
    const reason = { code: 'repair-submitted', type: due.action.type, jobs: [job] } as const
    begun.set(due.instance, Object.freeze({ ...due, state: 'pending-repair', reason }))
  }
  // Nothing untagged may start, nor what could not be looked at again: then the hold stands, and the next run sees to it.
  if (done.isSafe) {
    const changes = yield* lastLook(context, current)
    yield* letGo(state, current.filter)
    // Tags and a new plan take time, and a look that is old by then is worth nothing.
    if (givesUpData(current.chunk) || changes.length > 0) yield* release(state)
    yield* withdraw(context, state, begun, changes)
  } else state.isEnding = true
  if (following.refusal) throw following.refusal
  return true
}

function* submitNext(context: Context, state: Carrying, chunk: readonly Prepared[]): Run<void> {
  if (chunk.length === 0) return
  const hold = yield* place(context, state, chunk)
  state.ahead = yield* submit(context, state, chunk, hold)
}

function* unlessRefused(following: Following, part: Run<void>): Run<void> {
  try {
    yield* part
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    following.refusal = error
  }
}

/**
 * The repairs to be submitted while those of `current` are put on record. None where data would be given up, since much may
 * have happened when its turn comes, nor where the plan is old, or the master slow.
 */
function* beside(
  context: Context,
  state: Carrying,
  current: Submitted,
  begun: BegunRepairs,
): Run<readonly Prepared[]> {
  const chunk = choose(context, state, begun, current)
  if (chunk.length === 0 || context.silentNodes > 0 || givesUpData(current.chunk)) return []
  if (chunk.some(({ action }) => action.isDestructive) || (yield* isOld(state, chunk))) return []
  if (whyNoMore(context, latestUs(state)) !== undefined) return []
  return yield* prepare(context, chunk, state.plan.input)
}

/** Notes what was cancelled, and plans anew. */
function* withdraw(
  context: Context,
  state: Carrying,
  begun: BegunRepairs,
  changes: readonly TagChange[],
): Run<void> {
  if (changes.length === 0) return
  for (const { instance } of changes) begun.delete(instance)
  yield* recordWithdrawn(context, changes)
  state.plan = yield* makePlan(context)
  state.isFresh = true
}

/**
 * Does a part of the work; where its connection breaks, finds out what was carried out, plans anew and gives undefined. Throws
 * the error where that is of no use (any more), and a GanetiError as it is.
 */
function* guarded<T>(context: Context, state: Carrying, part: Run<T>): Run<T | undefined> {
  try {
    return yield* part
  } catch (error) {
    if (!(error instanceof LuxiError) || error instanceof GanetiError) throw error
    // An answer that makes no sense is as good as none.
    state.lost += 1
    if (state.lost > LOST_MAX) throw error
    yield* recoverLost(context, error, state.unusedText)
    state.ahead = undefined
    state.free = undefined
    state.unusedText = undefined
    state.plan = yield* planAnew(context)
    state.isFresh = true
    return undefined
  }
}
