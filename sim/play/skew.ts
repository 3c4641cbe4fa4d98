import { START_US, type Stage } from './stage.ts'

/** How far the clock that harep reads is ahead of the time of the play: by its own skew, and by what the master's clock has jumped. */
export function skewUsOf({ clockSkewUs, clock, kernel }: Stage): number {
  return clockSkewUs + clock.nowUs - kernel.nowUs
}

/** Seconds since the epoch at that time of the play, by the clock that harep reads. */
export function harepSecondsAt(stage: Stage, elapsedUs: number): number {
  return Math.floor((START_US + elapsedUs + skewUsOf(stage)) / 1e6)
}
