/**
 * How long a job waits for its locks before it gives everything back and begins anew (Ganeti lib/mcpu.py:71-126): 5 s at
 * first, then longer and longer up to 75 s, half an hour in all. After that its priority rises by one and the row begins
 * again; only at the highest priority does it wait without a limit.
 */
const MIN_S = 5
const MAX_S = 75
const TOTAL_S = 1_800

/** The highest priority there is. */
export const PRIORITY_HIGHEST = -20

/** The row, in seconds, before the variation. */
export const LOCK_ATTEMPT_TIMEOUTS_S: readonly number[] = attemptTimeouts()

function attemptTimeouts(): number[] {
  const row = [MIN_S]
  let total = MIN_S
  for (let last = MIN_S; total < TOTAL_S; total += last) {
    last = Math.max(MIN_S, Math.min(MAX_S, (last * 1.05) ** 1.25))
    row.push(last)
  }
  return row
}

/** A timeout of the row, 5 % more or less: jobs that fight for the same locks are not to stay in step. Microseconds. */
export function variedTimeoutUs(seconds: number, random: number): number {
  return Math.round(seconds * (0.95 + 0.1 * random) * 1_000_000)
}
