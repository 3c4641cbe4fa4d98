import type { RepairType } from '../../../cluster/repair-type.ts'
import type { Reason } from '../../reason.ts'
import type { Broken, Diagnosis, Remedy } from '../diagnosis.ts'

/** A repair that is due. */
export function broken(type: RepairType, remedy: Remedy, reason: Reason): Broken {
  return { kind: 'broken', type, remedy, reason }
}

/** Something is wrong, and harep must not or cannot mend it. */
export function blocked(reason: Reason): Diagnosis {
  return { kind: 'blocked', reason }
}

/** One object for all instances that are well: there may be 100,000 of them. */
export const FINE: Diagnosis = Object.freeze({
  kind: 'fine',
  reason: Object.freeze({ code: 'nodes-fine' }),
} as const)
