import { seconds } from '../entries.ts'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const lateAnswer = fault({
  name: 'late-answer',
  layer: 'wire',
  about:
    'The answer to a call of the next run comes so many seconds late; after 180 harep no longer waits for it.',
  entries: { ...callEntries, seconds },
  text: ({ seconds, ...call }) => `the answer to ${callText(call)} comes ${seconds} s late`,
  apply: (stage, { seconds, ...call }) => befall(stage, call, { kind: 'late', seconds }),
  end: forgetNextRun,
})
