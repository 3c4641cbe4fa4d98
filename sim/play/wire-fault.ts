import type { AnswerTrouble } from '../ganeti/answer-trouble.ts'

/** Something that befalls one call of a run. */
export interface WireFault {
  /** Number of the call, from 0: of all that the run makes or, where a method is named, of those. */
  readonly call: number
  readonly method?: string
  readonly how: WireTrouble
}

type WireTrouble =
  /** The connection breaks when so many percent of the request are with luxid, which never hears the rest. */
  | { readonly kind: 'cut-request'; readonly percent: number }
  /** luxid does what it was asked, and its answer comes so. */
  | { readonly kind: 'answer'; readonly trouble: AnswerTrouble }
  /** luxid does what it was asked, and its answer takes so long to come. */
  | { readonly kind: 'late'; readonly seconds: number }
