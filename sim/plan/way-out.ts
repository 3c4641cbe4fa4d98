import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import { whatWouldChange } from '../../src/planner/what-would-change.ts'

/** What could be done about an instance that is not well, as harep itself puts it, and what it would cost. */
export function wayOut({ instance, state, reason }: HealingDecision): string | undefined {
  if (state === 'healthy')
    return 'harep finds nothing to repair here; an instance that is only down is started by ganeti-watcher'
  const change = whatWouldChange(reason, instance)
  const isForbidden = reason.code === 'not-enabled' || reason.code === 'not-allowed'
  return change !== undefined && isForbidden && reason.type === 'reinstall'
    ? `${change}, at the price of its data`
    : change
}
