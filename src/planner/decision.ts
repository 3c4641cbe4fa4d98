import type { Opcode } from '../cluster/opcode.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { InstanceState } from './instance-state.ts'
import type { Reason } from './reason.ts'

/**
 * What is to be done about one instance, and why. Data and nothing else: --dry-run prints it, the run carries it out, the
 * simulator checks it.
 */
export interface Decision {
  readonly instance: string
  readonly state: InstanceState
  readonly reason: Reason
  readonly action: Action
}

export type Action =
  | { readonly kind: 'none' }
  /** Submit these opcodes as one job (a delay may come before it) and record it in a pending tag. */
  | { readonly kind: 'repair'; readonly type: RepairType; readonly opcodes: readonly Opcode[] }
  /** Record in an enoperm tag that a repair is due which the tags do not allow. */
  | { readonly kind: 'refuse'; readonly type: RepairType; readonly upTo: RepairType }
  /** A repair is due, and no tag speaks for it: nothing is recorded. */
  | { readonly kind: 'keep-off' }
