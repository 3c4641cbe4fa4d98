import type { HealingDecision } from '../../planner/healing/decision.ts'
import { plan } from '../../planner/healing/plan.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { perform, type Run } from '../effects.ts'
import type { Context } from './context.ts'
import { look } from './look.ts'
import { lookUntilAllIsTold } from './tell-orphans.ts'

/** The cluster as it was last looked at, what was decided on it, and when. */
export interface Plan {
  readonly input: PlanInput
  readonly decisions: readonly HealingDecision[]
  readonly atUs: number
  /** When the look that it is made on began: what was submitted since may be unknown to it. */
  readonly lookedUs: number
}

/** Looks, and plans. Throws HarepError. */
export function* makePlan(context: Context): Run<Plan> {
  return yield* planOn(context, yield* look(context))
}

/** The same, where something may have been cancelled, or failed, that is on no record: that is told first. Throws HarepError. */
export function* planAnew(context: Context): Run<Plan> {
  return yield* planOn(context, context.isBlocked ? yield* look(context) : yield* lookUntilAllIsTold(context))
}

/** The plan on what was looked at just now. */
export function* planOn(context: Context, input: PlanInput): Run<Plan> {
  const atUs = yield* perform({ kind: 'monotonic' })
  context.roundUs ??= atUs
  return { lookedUs: context.lookedUs, input, decisions: plan(input), atUs }
}
