import type { JsonValue } from '../cluster/json.ts'
import type { UnreadTable } from '../luxi/unread-table.ts'
import type { HealingEvent } from './healing/healing-event.ts'
import type { RunEvent } from './run-event.ts'

/**
 * Everything that a harep run ever takes from the world, or does to it. A run is a generator that yields these; a driver
 * answers them: from a real socket and the system clock in production (src/cli/drive.ts), from the simulated cluster and
 * its virtual clock in the simulator (sim/driver). "harep dies here" is a generator that is never resumed.
 *
 * A driver reports a failure by throwing into the generator: a LuxiError for `connect` and `luxi`, nothing else.
 */
export type Effect =
  /** Open a connection to luxid, and drop the one before, with whatever bytes were still on it. Answer: nothing. */
  | { readonly kind: 'connect' }
  /** One Luxi call on the open connection. Answer: the `result` of the answer's envelope. */
  | {
      readonly kind: 'luxi'
      readonly method: string
      readonly args: readonly JsonValue[]
      /** The answer may also be an UnreadTable (see load/query-table.ts), where the driver has one. */
      readonly rowsUnread?: true
    }
  /** Answer: the time since the epoch in whole microseconds, as a safe integer. */
  | { readonly kind: 'now' }
  /** Answer: whole microseconds since some moment, by a clock that nobody sets: what every wait is measured with. */
  | { readonly kind: 'monotonic' }
  /** Answer: a new random UUID, 36 characters in lower case. */
  | { readonly kind: 'uuid' }
  /** Wait. Answer: nothing. */
  | { readonly kind: 'sleep'; readonly durationMs: number }
  /** Tell whoever watches. Answer: nothing. */
  | { readonly kind: 'report'; readonly event: RunEvent | HealingEvent }

/** What the driver answers to each kind of effect. */
export interface Answers {
  connect: undefined
  luxi: JsonValue
  now: number
  monotonic: number
  uuid: string
  sleep: undefined
  report: undefined
}

/** What a driver answers. */
export type Answer = Answers[Effect['kind']] | UnreadTable

/** A part of a run: yields effects, is resumed with their answers, returns a T. */
export type Run<T> = Generator<Effect, T, Answer>

/** Yields one effect and gives its answer the type that belongs to its kind. */
export function* perform<K extends Effect['kind']>(effect: Effect & { readonly kind: K }): Run<Answers[K]> {
  const answer = yield effect
  // TypeScript types all answers of a generator alike; that a driver answers each kind with its own type is the contract
  // stated in Answers, and drivers are typed by it.
  return answer as Answers[K]
}
