import type { Instance } from '../../cluster/instance.ts'
import { parseRepairTag, type TaggedRepair } from '../../cluster/repair-tag.ts'
import type { Reason } from '../../planner/reason.ts'
import { decidingTags, repairHistory } from '../../planner/repair-history.ts'
import { type RepairState, supersededTags } from '../../planner/repair-state.ts'

/** Where an instance stands, and, where its tags contradict each other, that they do. */
export interface History {
  readonly state: RepairState
  readonly contradiction: Extract<Reason, { readonly code: 'tags-contradict' }> | undefined
}

/**
 * The original ends its run at contradictory tags; here the oldest pending repair is followed, and another tag told. One
 * that names no job never ends, so one that does is followed instead, and the other is what is to be removed; where there is
 * none, all that can be told is that.
 */
export function historyOf({ tags }: Instance): History {
  const history = repairHistory(tags)
  if (history.kind !== 'conflict') return { state: withAllTags(history, tags), contradiction: undefined }
  const { pending, later } = history
  const followed = pending.jobs.length > 0 ? pending : decidingTags(tags).find(isPendingWithJob)
  const other = followed === pending ? later : pending
  return {
    state: withAllTags({ kind: 'pending', last: followed ?? pending, stale: [] }, tags),
    contradiction: followed && { code: 'tags-contradict', pending: followed.tag, later: other.tag },
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

function isPendingWithJob({ result, jobs }: TaggedRepair): boolean {
  return result === undefined && jobs.length > 0
}

function idsOf(tag: string): readonly string[] {
  const repair = parseRepairTag(tag)
  return repair ? [repair.id] : []
}
