/** What befalls the bytes of an answer on their way. */
export type AnswerTrouble =
  /** Only so many percent of them come, then the connection breaks; 0: it breaks in place of an answer. */
  | { readonly kind: 'cut'; readonly percent: number }
  /** They come in pieces of so many bytes. */
  | { readonly kind: 'split'; readonly bytes: number }
  /** In the same piece they come a second time. */
  | { readonly kind: 'doubled' }
  /** The message is whole, and wrong: half of the text, something that is no JSON, or JSON that is no answer. */
  | { readonly kind: 'garbled'; readonly how: Garbling }

export const GARBLINGS = ['half', 'rubbish', 'no-result'] as const
export type Garbling = (typeof GARBLINGS)[number]
