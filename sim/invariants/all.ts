import { documentedErrors } from './documented-errors.ts'
import type { Invariant } from './invariant.ts'

/** Everything that must always hold. */
export const INVARIANTS: readonly Invariant[] = [documentedErrors]
