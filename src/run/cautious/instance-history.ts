import type { Instance } from '../../cluster/instance.ts'
import type { Reason } from '../../planner/reason.ts'
import { repairHistory } from '../../planner/repair-history.ts'
import type { RepairState } from '../../planner/repair-state.ts'

/** Where an instance stands, and, where its tags contradict each other, that they do. */
export interface History {
  readonly state: RepairState
  readonly contradiction: Extract<Reason, { readonly code: 'tags-contradict' }> | undefined
}

/** The original ends its run at contradictory tags; here the oldest pending repair is followed, and the others told. */
export function historyOf(instance: Instance): History {
  const history = repairHistory(instance.tags)
  if (history.kind !== 'conflict') return { state: history, contradiction: undefined }
  const { pending, later } = history
  return {
    state: { kind: 'pending', last: pending, stale: [] },
    contradiction: { code: 'tags-contradict', pending: pending.tag, later: later.tag },
  }
}
