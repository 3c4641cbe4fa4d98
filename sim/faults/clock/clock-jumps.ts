import { signedSeconds } from '../entries.ts'
import { fault } from '../fault.ts'

export const clockJumps = fault({
  name: 'clock-jumps',
  layer: 'clock',
  about:
    'Somebody sets the clock of the master ahead, or back where negative, by so many seconds: for luxid, harep and cron.',
  entries: { seconds: signedSeconds },
  text: ({ seconds }) => `the clock of the master is set ${aheadOrBack(seconds)}`,
  apply: ({ clock }, { seconds }) => {
    clock.jump(Math.round(seconds * 1_000_000))
    return seconds !== 0
  },
})

/** A difference of clocks in words. */
export function aheadOrBack(seconds: number): string {
  return seconds < 0 ? `back by ${-seconds} s` : `ahead by ${seconds} s`
}
