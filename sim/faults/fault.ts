import type * as v from 'valibot'
import type { Stage } from '../play/stage.ts'
import type { Layer } from './layer.ts'

type Entries = Record<string, v.GenericSchema>

/** What a scenario file says of one that happens, but for `at` and `do`. */
export type FaultData<E extends Entries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>

/**
 * Something that can happen to a cluster, to its people or to harep: a fault, its end, or plain administration. One file
 * each, listed in all.ts; a scenario names it in `do`.
 */
export interface Fault<Name extends string = string, E extends Entries = Entries> {
  /** What a scenario file says after `do`: words with dashes between them. */
  readonly name: Name
  readonly layer: Layer
  /** One sentence for the manual and the schema. */
  readonly about: string
  /** The keys that it has in a scenario file besides `at` and `do`. */
  readonly entries: E
  /** What happens, as a person would tell it, without a full stop. */
  text(data: FaultData<E>): string
  /** Lets it happen. Gives whether it did: what is the case already, or cannot be (a master marked offline), does not. */
  apply(stage: Stage, data: FaultData<E>): boolean
  /** Ends it everywhere, where it lasts until somebody ends it: called when the faults stop. */
  end?(stage: Stage): void
}

/** Checks a fault against its own types, and gives it back. */
export function fault<const Name extends string, E extends Entries>(one: Fault<Name, E>): Fault<Name, E> {
  return one
}
