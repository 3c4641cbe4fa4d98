/**
 * Virtual time and the order of everything that happens in it. An event is a callback due at a time; events run one by
 * one, by time, and at the same time in the order they were planned, so that a run is a function of its inputs alone.
 * Nothing in the simulator reads a clock, a timer or a random source of its own.
 */
export interface Kernel {
  /** The virtual time since the epoch, in whole microseconds. */
  readonly nowUs: number
  /** As nowUs, but of a clock that nobody sets: for how long something takes. */
  readonly monotonicUs: number
  /** Plans `callback` for `delayUs` (0 or more) from now; the returned function takes it back. */
  after(delayUs: number, callback: () => void): () => void
  /** Runs the earliest event, moving time to it. False when there is none. */
  step(): boolean
  /** Runs all events due up to `timeUs`, then sets the time to it. Time never goes back. */
  runUntil(timeUs: number): void
  /** When the earliest planned event is due, in microseconds, or undefined. */
  readonly nextUs: number | undefined
  /** The named stream of random numbers: the same name and seed give the same numbers, whatever other streams did. */
  random(stream: string): RandomStream
}

/** A stream of random numbers. */
export interface RandomStream {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number
  /** A random UUID in lower case. */
  uuid(): string
}
