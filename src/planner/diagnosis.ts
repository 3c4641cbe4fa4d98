import type { Opcode } from '../cluster/opcode.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { Reason } from './reason.ts'

/**
 * What is wrong with one instance, by its nodes alone: its tags and permissions come in later (decide.ts).
 * `fine`: nothing. `broken`: this repair is due.
 */
export type Diagnosis =
  | { readonly kind: 'fine'; readonly reason: Reason }
  | {
      readonly kind: 'broken'
      readonly type: RepairType
      readonly opcodes: readonly Opcode[]
      readonly reason: Reason
    }
