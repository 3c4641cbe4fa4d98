import type { TaggedRepair } from '../cluster/repair-tag.ts'

/**
 * Where an instance stands in its repairs, as its tags tell. `last` is the tag that decided it; when the state changes,
 * that tag goes, along with the `stale` ones of earlier repairs.
 */
export type RepairState = HealthyState | UnhealthyState

/** No repair, or one that was done or refused. */
interface HealthyState {
  readonly kind: 'healthy'
  readonly last: TaggedRepair | undefined
  /** Deciding tags of earlier repairs, newest first: to be removed at the next change. */
  readonly stale: readonly string[]
}

/** A repair under way, one that failed, or one that was refused in this very run. */
interface UnhealthyState {
  readonly kind: 'pending' | 'failed' | 'needs-repair'
  readonly last: TaggedRepair
  readonly stale: readonly string[]
}

/** Tags that contradict each other: a repair is pending, and a later one was begun or ended all the same. */
export interface TagConflict {
  readonly kind: 'conflict'
  readonly pending: TaggedRepair
  readonly later: TaggedRepair
}

/** The tags to remove when the state changes: the one that decided, and what was stale before it. */
export function supersededTags(state: RepairState): readonly string[] {
  return state.last === undefined ? state.stale : [state.last.tag, ...state.stale]
}
