import type { RepairState } from '../../planner/repair-state.ts'
import type { TagChange } from './tag-change.ts'

/** What a run found of an earlier one's repair: the state of the instance after it, and the tags that put it on record. */
export interface Recorded {
  readonly instance: string
  readonly state: RepairState
  readonly change: TagChange
}
