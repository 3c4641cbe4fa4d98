/** Something that must never be, and was. */
export interface Violation {
  /** Name of the invariant. */
  readonly invariant: string
  /** What was the case, in words. */
  readonly what: string
  /** When, in microseconds since the beginning of the play. */
  readonly atUs: number
}
