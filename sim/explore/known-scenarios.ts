/** A scenario of fixtures/corpus in which something is wrong again. */
export interface KnownFailure {
  readonly file: string
  readonly what: string
}
