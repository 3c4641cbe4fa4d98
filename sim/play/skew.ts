import type { Stage } from './stage.ts'

/** How far the clock that harep reads is ahead of the time of the play: by its own skew, and by what the master's clock has jumped. */
export function skewUsOf({ clockSkewUs, clock, kernel }: Stage): number {
  return clockSkewUs + clock.nowUs - kernel.nowUs
}
