import type { Instance } from '../../cluster/instance.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { Reason } from '../../planner/reason.ts'
import { repairHistory } from '../../planner/repair-history.ts'
import { type RepairState, supersededTags } from '../../planner/repair-state.ts'

/** Where an instance stands, and, where its tags contradict each other, that they do. */
export interface History {
  readonly state: RepairState
  readonly contradiction: Extract<Reason, { readonly code: 'tags-contradict' }> | undefined
}

/** The original ends its run at contradictory tags; here the oldest pending repair is followed, and the others told. */
export function historyOf({ tags }: Instance): History {
  const history = repairHistory(tags)
  if (history.kind !== 'conflict') return { state: withAllTags(history, tags), contradiction: undefined }
  const { pending, later } = history
  return {
    state: withAllTags({ kind: 'pending', last: pending, stale: [] }, tags),
    contradiction: { code: 'tags-contradict', pending: pending.tag, later: later.tag },
  }
}

/**
 * The state with every tag of its repairs among the stale ones. The original removes only the tag that counts of each; one
 * that it outweighed would then count again, and a success on record turn into a pending repair, and that into a failure.
 */
function withAllTags(state: RepairState, tags: readonly string[]): RepairState {
  const superseded = supersededTags(state)
  if (superseded.length === 0) return state
  const ids = new Set(superseded.flatMap(idsOf))
  const others = new Set(tags.filter(tag => idsOf(tag).some(id => ids.has(id))))
  for (const tag of superseded) others.delete(tag)
  return { ...state, stale: [...state.stale, ...others] }
}

function idsOf(tag: string): readonly string[] {
  const repair = parseRepairTag(tag)
  return repair ? [repair.id] : []
}
