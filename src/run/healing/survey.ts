import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { Run } from '../effects.ts'
import type { HealingOptions } from './healing-options.ts'

/** What there is to see, and what follows from it. */
export interface Survey {
  readonly input: PlanInput
  readonly decisions: readonly HealingDecision[]
}

/** Asks luxid, on a new connection, for the queue and the cluster, and plans. Changes nothing. Throws HarepError. */
export declare function survey(options: HealingOptions): Run<Survey>
