import { documentedErrors } from './documented-errors.ts'
import type { Invariant } from './invariant.ts'
import { oneRepairInFlight } from './one-repair-in-flight.ts'
import { tagBeforeStart } from './tag-before-start.ts'
import { withinPermission } from './within-permission.ts'

/** Everything that must always hold. */
export const INVARIANTS: readonly Invariant[] = [
  documentedErrors,
  oneRepairInFlight,
  tagBeforeStart,
  withinPermission,
]
