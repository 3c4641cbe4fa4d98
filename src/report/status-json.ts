import type { HealingDecision } from '../planner/healing/decision.ts'
import { countStates } from './counts-text.ts'
import { reasonJson } from './event-json.ts'
import { type Held, heldJson } from './held.ts'
import type { StatusInstanceOutput, StatusOutput } from './output-schema.ts'
import type { StatusRow } from './status-fields.ts'

/** What --output=json prints of a status: the instances that are listed, the counts of all that were chosen, and the holds that stand. */
export function statusJson(
  rows: readonly StatusRow[],
  all: readonly HealingDecision[],
  held: readonly Held[],
): StatusOutput {
  return {
    schema: 'harep-status/1',
    instances: rows.map(statusInstanceJson),
    counts: countStates(all),
    holds: held.map(heldJson),
  }
}

export function statusInstanceJson({ decision, instance, group = '' }: StatusRow): StatusInstanceOutput {
  const { state, reason, decidedBy = null, action } = decision
  return {
    name: decision.instance,
    state,
    reason: reasonJson(reason),
    decidedBy,
    next: action.kind === 'repair' ? { repair: action.type, opcodes: [...action.opcodes] } : null,
    primary: instance?.primary ?? null,
    secondary: instance?.secondary ?? null,
    group: group === '' ? null : group,
    status: instance?.status ?? null,
    adminState: instance?.adminState ?? null,
    diskTemplate: instance?.diskTemplate ?? null,
  }
}
