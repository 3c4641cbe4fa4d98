import type { TaggedRepair } from '../../cluster/repair-tag.ts'

/** A clock may have been set back, but not by more: a tag from further ahead says nothing about the order of things. */
const CLOCK_SET_BACK_MAX_SECONDS = 86_400n

/**
 * The time for the next tag of an instance. Repairs are ordered by their seconds, and one that was settled in this very
 * second, or before the clock was set back, must not look younger than the one that follows it.
 */
export function timeAfter(
  tags: readonly TaggedRepair[],
  nowSeconds: bigint,
  repairId?: string | undefined,
): bigint {
  let time = nowSeconds
  for (const { id, timeSeconds } of tags) {
    // Of one repair's tags the latest counts, however far ahead an admin has dated it.
    const isNear = id === repairId || timeSeconds - nowSeconds <= CLOCK_SET_BACK_MAX_SECONDS
    if (timeSeconds >= time && isNear) time = timeSeconds + 1n
  }
  return time
}
