import { signedSeconds } from '../entries.ts'
import { fault } from '../fault.ts'
import { aheadOrBack } from './clock-jumps.ts'

export const clockSkew = fault({
  name: 'clock-skew',
  layer: 'clock',
  about:
    'The clock that harep reads differs by so many seconds from the one that tags and jobs have their times from, until the faults stop.',
  entries: { seconds: signedSeconds },
  text: ({ seconds }) => `the clock that harep reads is ${aheadOrBack(seconds)}`,
  apply: (stage, { seconds }) => {
    stage.clockSkewUs = Math.round(seconds * 1_000_000)
    return seconds !== 0
  },
  end: stage => {
    stage.clockSkewUs = 0
  },
})
