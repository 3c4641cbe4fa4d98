import type { Opcode } from '../cluster/opcode.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { Reason } from './reason.ts'

/**
 * What is wrong with one instance, by its nodes alone: its tags and permissions come in later (decide.ts).
 * `fine`: nothing. `broken`: this repair is due. `blocked`: something is wrong that harep must not or cannot repair.
 */
export type Diagnosis =
  | { readonly kind: 'fine'; readonly reason: Reason }
  | {
      readonly kind: 'broken'
      readonly type: RepairType
      readonly remedy: Remedy
      readonly reason: Reason
    }
  | { readonly kind: 'blocked'; readonly reason: Reason }

/** What mends it: opcodes as they are, or the disks anew, on so many nodes that are chosen when all repairs are known. */
export type Remedy =
  | { readonly kind: 'opcodes'; readonly opcodes: readonly Opcode[] }
  | { readonly kind: 're-create'; readonly copies: 1 | 2 }
