import type { JsonValue } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { GanetiFailure } from '../ganeti-failure.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { Resource } from '../query/run-query.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Timing } from '../timing.ts'

/** What the methods of luxid work with. */
export interface LuxiWorld {
  readonly kernel: Kernel
  readonly state: ClusterState
  readonly queue: JobQueue
  readonly timing: Timing
  /** By the name that the method Query uses. */
  readonly resources: ReadonlyMap<string, Resource>
}

/** How a call is answered: at once, later, when something happens, or never (luxid's thread died). */
export type MethodOutcome =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'after'; readonly delayUs: number; readonly compute: () => JsonValue }
  | {
      readonly kind: 'when'
      readonly start: (respond: (value: JsonValue) => void, refuse: (failure: GanetiFailure) => void) => void
    }
  | { readonly kind: 'never' }

/**
 * A method of luxid. Decodes its arguments first: throws RequestParseError for wrong ones, and GanetiFailure for a refusal,
 * in both cases before anything has changed.
 */
export type LuxiMethod = (args: JsonValue, world: LuxiWorld) => MethodOutcome

/** An answer at once. */
export function value(result: JsonValue): MethodOutcome {
  return { kind: 'value', value: result }
}
