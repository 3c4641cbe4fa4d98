import { perform, type Run } from '../effects.ts'
import type { Due, Submitted } from './begin-chunk.ts'
import type { Context } from './context.ts'
import { type BegunRepairs, isDue } from './left-to-next-run.ts'
import type { Plan } from './make-plan.ts'

/**
 * So many repairs are submitted under one hold, the first time, the second, and so on: the first ones start within seconds,
 * each chunk is on record before Ganeti is done with those before it (a failover off one node takes it 0.5 to 1 s, a repair 0.2 s
 * to be submitted and 0.3 s to be tagged), and what is submitted is never decided on data that is older than the chunk before it took.
 */
const CHUNKS = [5, 8, 12, 16]
const CHUNK_MAX = 24

/** While a master candidate may be dead and not marked offline, each submission takes seconds (jobs.md section 3). */
const CHUNK_OF_SLOW_MASTER = 5

/** A plan older than this is made again before the next chunk: a node may be back, and its instances fine. */
const PLAN_OLD_US = 15 * 1_000_000

/** How far a run is in carrying out its plan. */
export interface Carrying {
  plan: Plan
  /** When the clock that nobody sets was last asked. Microseconds. */
  nowUs: number
  /** Whether nothing was submitted or put on record since the plan was made. */
  isFresh: boolean
  chunk: number
  lost: number
  /** The chunk that is submitted, and not on record. */
  ahead: Submitted | undefined
  /** The UUID of a filter that holds only what is on record. */
  free: string | undefined
  /** The text of a hold for which nothing was submitted yet. */
  unusedText: string | undefined
  /** Whether nothing new is to be begun, since something went wrong that does not concern one instance only. */
  isEnding: boolean
}

/** Nothing is begun yet. */
export function newCarrying(plan: Plan): Carrying {
  return {
    plan,
    nowUs: plan.atUs,
    isFresh: true,
    chunk: 0,
    lost: 0,
    ahead: undefined,
    free: undefined,
    unusedText: undefined,
    isEnding: false,
  }
}

/** The repairs that come next, as far as none of them is begun or on its way. */
export function choose(
  context: Context,
  state: Carrying,
  begun: BegunRepairs,
  current?: Submitted,
): readonly Due[] {
  if (state.isEnding || context.isBlocked) return []
  const onTheirWay = new Set(current?.chunk.map(({ due }) => due.instance))
  const size = context.silentNodes > 0 ? CHUNK_OF_SLOW_MASTER : (CHUNKS[state.chunk] ?? CHUNK_MAX)
  return state.plan.decisions
    .filter(isDue(context, begun))
    .filter(({ instance }) => !onTheirWay.has(instance))
    .slice(0, size)
}

/** When the run has last asked what time it is. */
export function latestUs({ nowUs, plan }: Carrying): number {
  return Math.max(nowUs, plan.atUs)
}

/** Whether the plan is made again before these repairs are submitted. */
export function* isOld(state: Carrying, chunk: readonly Due[]): Run<boolean> {
  const { plan, isFresh } = state
  if (!isFresh && chunk.some(({ action }) => action.isDestructive)) return true
  state.nowUs = yield* perform({ kind: 'monotonic' })
  return state.nowUs - plan.atUs > PLAN_OLD_US
}
