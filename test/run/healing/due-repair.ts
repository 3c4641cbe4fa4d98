import type { RepairType } from '../../../src/cluster/repair-type.ts'
import type { Reason } from '../../../src/planner/reason.ts'
import type { Due } from '../../../src/run/healing/begin-chunk.ts'

/** A decision to repair, of which only this is of interest. */
export function aDueRepair(instance: string, type: RepairType, reason: Reason): Due {
  return {
    instance,
    state: 'needs-repair',
    reason,
    decidedBy: undefined,
    action: {
      kind: 'repair',
      type,
      opcodes: [],
      oneOffId: undefined,
      figures: undefined,
      from: undefined,
      isDestructive: false,
      supersedes: [],
    },
  }
}
