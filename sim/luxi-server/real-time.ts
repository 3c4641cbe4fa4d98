/** The real time, as the pacer needs it: a clock that never goes back, and one-shot timers. */
export interface RealTime {
  /** Microseconds since some moment in the past; never less than before, whatever happens to the system's clock. */
  readonly monotonicUs: () => number
  /** Calls `callback` once, `delayMs` (0 to TIMER_MAX_MS) from now; the returned function takes that back. */
  readonly setTimer: (delayMs: number, callback: () => void) => () => void
}

/** The longest time that Node's timers can wait, in milliseconds; a longer one would end at once. */
export const TIMER_MAX_MS = 2 ** 31 - 1

/** The real time of this machine. */
export const systemRealTime: RealTime = {
  monotonicUs: () => performance.now() * 1_000,
  setTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
