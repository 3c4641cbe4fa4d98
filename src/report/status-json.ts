import type { HealingDecision } from '../planner/healing/decision.ts'
import { countStates } from './counts-text.ts'
import { reasonJson } from './event-json.ts'
import type { StatusInstanceOutput, StatusOutput } from './output-schema.ts'
import type { StatusRow } from './status-fields.ts'

/** What --output=json prints of a status: the instances that are listed, and the counts of all that were chosen. */
export function statusJson(rows: readonly StatusRow[], all: readonly HealingDecision[]): StatusOutput {
  return { schema: 'harep-status/1', instances: rows.map(statusInstanceJson), counts: countStates(all) }
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
