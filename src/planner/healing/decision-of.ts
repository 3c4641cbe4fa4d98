import type { Decider } from '../../policy/permission.ts'
import type { InstanceState } from '../instance-state.ts'
import type { Reason } from '../reason.ts'
import type { HealingAction, HealingDecision } from './decision.ts'

const NO_ACTION: HealingAction = Object.freeze({ kind: 'none' })

const NODES_FINE: Reason = Object.freeze({ code: 'nodes-fine' })

/** A frozen decision, with all that is in it. */
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
    reason: frozen(reason),
    decidedBy,
    action: frozen(action),
  })
}

/** Freezes an object with all that is in it. */
function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner)
  return Object.freeze(value)
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
