import type { Opcode } from '../../cluster/opcode.ts'
import type { RepairType } from '../../cluster/repair-type.ts'
import type { Reason } from '../reason.ts'

/**
 * What is wrong with one instance, before its permission is asked. `fine`: nothing. `broken`: this repair is due.
 * `blocked`: something is wrong that harep must not or cannot repair. `failed`: a repair of its own has left it so that a
 * human has to look.
 */
export type Diagnosis =
  | { readonly kind: 'fine'; readonly reason: Reason }
  | Broken
  | { readonly kind: 'blocked'; readonly reason: Reason }
  | { readonly kind: 'failed'; readonly reason: Reason }

export interface Broken {
  readonly kind: 'broken'
  readonly type: RepairType
  readonly remedy: Remedy
  readonly reason: Reason
}

/** What mends it; the nodes it needs are chosen when all repairs of the run are known (place.ts). */
export type Remedy =
  /** A drbd instance is started on its secondary; `startsIt`: it should run, but is marked down by a repair of ours. */
  | { readonly kind: 'failover'; readonly startsIt: boolean }
  /** A drbd instance is moved to its secondary while it runs. */
  | { readonly kind: 'migrate' }
  /** A drbd instance gets another secondary. */
  | { readonly kind: 'replace-secondary' }
  /** An instance on shared storage goes to another node: while it runs, or by being started there. */
  | { readonly kind: 'relocate'; readonly by: 'failover' | 'migrate' }
  /** A plain or file instance is copied to another node with its data. */
  | { readonly kind: 'move' }
  /** The disks are made anew, empty. */
  | Recreation
  /** The rest of a re-creation that stopped half way, on the nodes where it is. */
  | { readonly kind: 'go-on'; readonly opcodes: readonly Opcode[]; readonly isDestructive: boolean }

export interface Recreation {
  readonly kind: 're-create'
  readonly copies: 1 | 2
  /** Whether it is to run afterwards. */
  readonly wasUp: boolean
  /** Nodes where earlier attempts may have left volumes of the same names. */
  readonly avoid: readonly string[]
  /** The nodes that had the disks when it was first tried, the primary first. Undefined where no job on record tells. */
  readonly from: readonly string[] | undefined
}
