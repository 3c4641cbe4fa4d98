import type { Opcode } from '../../cluster/opcode.ts'
import type { RepairRecord } from '../../cluster/repair-tag.ts'
import type { RepairType } from '../../cluster/repair-type.ts'
import type { Decider } from '../../policy/permission.ts'
import type { InstanceState } from '../instance-state.ts'
import type { Reason } from '../reason.ts'

/** What is to be done about one instance, and why. Frozen data and nothing else. */
export interface HealingDecision {
  readonly instance: string
  readonly state: InstanceState
  readonly reason: Reason
  /** The tag that allowed, refused or suspended, and the object it stands on; undefined where no permission was asked. */
  readonly decidedBy: Decider | undefined
  readonly action: HealingAction
}

export type HealingAction =
  | { readonly kind: 'none' }
  | HealingRepair
  /** Record in an enoperm tag that a repair is due which the tags do not allow: only where that is not on record yet. */
  | {
      readonly kind: 'refuse'
      readonly type: RepairType
      readonly upTo: RepairType
      readonly supersedes: readonly string[]
    }
  /** Nothing is to be repaired; tags are to be brought up to date. `id` and time of what is added are those of the record. */
  | {
      readonly kind: 'retag'
      readonly add: RepairRecord | undefined
      readonly remove: readonly string[]
    }

/** Submit these opcodes as one job and record it in a pending tag. */
export interface HealingRepair {
  readonly kind: 'repair'
  readonly type: RepairType
  readonly opcodes: readonly Opcode[]
  /** Whether data is given up: the instance and its nodes are looked at again right before the submission. */
  readonly isDestructive: boolean
  /** The id of the one-off permission that it uses up; a repair without one gets a new id. */
  readonly oneOffId: string | undefined
  /** Digest of the figures it was planned on, to be carried in the job's reason trail (figures.ts). */
  readonly figures: string | undefined
  /**
   * Of a re-creation: where the disks were before it was first tried; of a new secondary: the nodes before it. To be carried there, too; else
   * undefined.
   */
  readonly from: readonly string[] | undefined
  /** Tags that go once the pending tag is on record. */
  readonly supersedes: readonly string[]
}
