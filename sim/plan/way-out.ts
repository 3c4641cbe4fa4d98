import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { Reason } from '../../src/planner/reason.ts'
import { whatWouldChange } from '../../src/planner/what-would-change.ts'

/** What could be done about an instance that is not well, as harep itself puts it, and what it would cost. */
export function wayOut({ instance, state, reason }: HealingDecision): string | undefined {
  if (state === 'healthy')
    return 'harep finds nothing to repair here; an instance that is only down is started by ganeti-watcher'
  const change = whatWouldChange(reason, instance)
  return change !== undefined && allowsReinstall(reason) ? `${change}, at the price of its data` : change
}

function allowsReinstall(reason: Reason): boolean {
  if (reason.code === 'not-enabled') return reason.type === 'reinstall'
  const steps = reason.code === 'not-allowed' || reason.code === 'suspended' ? reason.toAllow : undefined
  return steps?.some(step => step.kind === 'add' && step.type === 'reinstall') ?? false
}
