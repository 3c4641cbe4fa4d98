/** Something that befalls one call of a run: the number of the call, from 0, and what. */
export interface WireFault {
  readonly call: number
  readonly how: WireTrouble
}

export type WireTrouble =
  /** The connection breaks before luxid has heard the call. */
  | { readonly kind: 'lost-request' }
  /** luxid does what it was asked, and the connection breaks in place of an answer. */
  | { readonly kind: 'lost-answer' }
