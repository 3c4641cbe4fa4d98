import type { RepairState } from '../../planner/repair-state.ts'

/** A clock may have been set back, but not by more: a tag from further ahead says nothing about the order of things. */
const CLOCK_SET_BACK_MAX_SECONDS = 86_400n

/**
 * The time for the next tag of an instance. Repairs are ordered by their seconds, and one that was settled in this very
 * second, or before the clock was set back, must not look younger than the one that follows it.
 */
export function timeAfter({ last }: RepairState, nowSeconds: bigint): bigint {
  if (!last || last.timeSeconds < nowSeconds) return nowSeconds
  return last.timeSeconds - nowSeconds > CLOCK_SET_BACK_MAX_SECONDS ? nowSeconds : last.timeSeconds + 1n
}
