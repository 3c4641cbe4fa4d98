import type { HealingDecision } from '../../planner/healing/decision.ts'
import { plan } from '../../planner/healing/plan.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { newContext } from './context.ts'
import type { HealingOptions } from './healing-options.ts'
import { findHolds, type Hold } from './hold.ts'
import { look } from './look.ts'
import { settlements } from './settle.ts'
import { withChanges } from './tag-change.ts'

/** What there is to see, and what follows from it. */
export interface Survey {
  readonly input: PlanInput
  readonly decisions: readonly HealingDecision[]
  /** Those that stand, of whichever run: at work, or interrupted. */
  readonly holds: readonly Hold[]
}

/**
 * Asks luxid, on a new connection, for the queue and the cluster, and plans. Changes nothing. A repair that has ended counts
 * as ended, though its tag says so only after the next run: that run looks further, too. Throws HarepError.
 */
export function* survey(options: HealingOptions): Run<Survey> {
  const context = yield* newContext(options)
  yield* perform({ kind: 'connect' })
  const input = yield* look(context)
  const holds = yield* inStep('failed to load data, aborting', findHolds())
  const changes = settlements(input).map(({ change }) => change)
  return { input, holds, decisions: plan({ ...input, snapshot: withChanges(input.snapshot, changes) }) }
}
