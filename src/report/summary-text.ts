import type { Decision } from '../planner/decision.ts'
import { describeReason } from '../planner/describe-reason.ts'
import { countsText } from './counts-text.ts'
import { printable } from './printable.ts'
import { INSTANCE_STATE_NAMES } from './state-names.ts'

/**
 * How a run ends: a line for every instance that is not simply healthy, with its state, the sentence that says why, and
 * the reason's code for scripts; then the counts.
 */
export function summaryText(decisions: readonly Decision[]): string {
  const lines = decisions
    .filter(({ state, reason }) => state !== 'healthy' || reason.code !== 'nodes-fine')
    .map(
      ({ instance, state, reason }) =>
        `${printable(instance)}: ${INSTANCE_STATE_NAMES[state]}: ${printable(describeReason(reason))} [${reason.code}]\n`,
    )
  return lines.join('') + countsText(decisions.map(({ state }) => INSTANCE_STATE_NAMES[state]))
}
