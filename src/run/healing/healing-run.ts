import { isJsonArray } from '../../cluster/json.ts'
import { isQueueDrained } from '../../luxi/envelope.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import { perform, type Run } from '../effects.ts'
import { type Context, newContext, tell } from './context.ts'
import type { HealingOptions } from './healing-options.ts'
import { round } from './round.ts'
import { waitForRepairs } from './wait-for-repairs.ts'

/**
 * The default run: one round, and with --wait as many as it takes until no repair is under way or the time is up (wait-for-repairs.ts). Returns 1
 * if something went wrong that concerns single instances: it was told, and kept no other from being repaired. Throws
 * HarepError for what ends the run.
 */
export function* healingRun(options: HealingOptions): Run<0 | 1> {
  const context = yield* newContext(options)
  yield* perform({ kind: 'connect' })
  if (yield* isDrained()) {
    yield* tell({ kind: 'queue-drained' })
    if (!options.dryRun) return 0
  }
  let decisions = yield* roundUnlessDrained(context)
  const untilUs = (yield* perform({ kind: 'monotonic' })) + (options.waitSeconds ?? 0) * 1_000_000
  while (decisions !== undefined && options.waitSeconds !== undefined && !options.dryRun) {
    if (!(yield* waitForRepairs(context, decisions, untilUs))) break
    context.withheld.clear()
    decisions = yield* roundUnlessDrained(context)
  }
  if (decisions === undefined) return context.problems > 0 ? 1 : 0
  const isPartial = context.problems > 0 || decisions.some(({ reason }) => reason.code === 'unreadable')
  yield* tell({ kind: 'summary', decisions, dryRun: options.dryRun, isPartial })
  return isPartial ? 1 : 0
}

/** A queue that is drained while the round puts something on record ends it as one that was drained before: gives undefined. */
function* roundUnlessDrained(context: Context): Run<readonly HealingDecision[] | undefined> {
  try {
    return yield* round(context)
  } catch (error) {
    if (!isQueueDrained(error)) throw error
    yield* tell({ kind: 'queue-drained' })
    return undefined
  }
}

/** A drained queue takes no jobs; that is an admin's wish, and no failure. A dry run submits none, and goes on. */
function* isDrained(): Run<boolean> {
  const answer = yield* perform({ kind: 'luxi', method: 'QueryConfigValues', args: [['drain_flag']] })
  return isJsonArray(answer) && answer[0] === true
}
