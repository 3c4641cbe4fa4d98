import type { Decider } from '../../policy/permission.ts'
import type { InstanceState } from '../instance-state.ts'
import type { Reason } from '../reason.ts'
import type { HealingAction, HealingDecision } from './decision.ts'

const NO_ACTION: HealingAction = Object.freeze({ kind: 'none' })

const NODES_FINE: Reason = Object.freeze({ code: 'nodes-fine' })

/** A frozen decision. */
export function decisionOf(
  instance: string,
  state: InstanceState,
  reason: Reason,
  decidedBy: Decider | undefined = undefined,
  action: HealingAction = NO_ACTION,
): HealingDecision {
  return Object.freeze({
    instance,
    state,
    reason: Object.freeze(reason),
    decidedBy,
    action: Object.freeze(action),
  })
}

/** The decision on an instance that is well: one small object, since there may be 100,000 of them. */
export function fineDecision(instance: string): HealingDecision {
  return Object.freeze({
    instance,
    state: 'healthy',
    reason: NODES_FINE,
    decidedBy: undefined,
    action: NO_ACTION,
  })
}
