import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { Run } from '../effects.ts'
import type { Due } from './begin-chunk.ts'
import { type Context, tell } from './context.ts'
import type { Plan } from './make-plan.ts'
import { BEGINS_SECONDS, isLate } from './time-left.ts'

/** What a run has begun, by instance. */
export type BegunRepairs = Map<string, HealingDecision>

/** Why a round is to begin nothing more, if so. `nowUs` by the clock that nobody sets. */
export function whyNoMore(context: Context, nowUs: number): string | undefined {
  const { standstill } = context
  if (standstill !== undefined) return `nothing more is begun, since ${standstill}; the next run looks again`
  if (!isLate(context, nowUs)) return undefined
  return `this run has been at it for ${BEGINS_SECONDS / 60} minutes and begins nothing more; the next one goes on`
}

/** Tells that what is not begun yet is left to the next run, and why. That is no failure: nothing of it is half done. */
export function* leaveToNextRun(
  context: Context,
  plan: Plan,
  begun: BegunRepairs,
  problem: string,
): Run<void> {
  const left = plan.decisions.filter(isDue(context, begun))
  for (const { instance } of left) context.withheld.set(instance, { code: 'problem', problem })
  yield* tell({ kind: 'warning', warning: `${left.length} repairs wait: ${problem}` })
}

/** Whether a decision is to repair something, and that has not been begun, nor is to be left alone. */
export function isDue(
  { withheld }: Context,
  begun: BegunRepairs,
): (decision: HealingDecision) => decision is Due {
  return (decision): decision is Due =>
    decision.action.kind === 'repair' && !begun.has(decision.instance) && !withheld.has(decision.instance)
}
