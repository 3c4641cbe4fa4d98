import { count } from '../entries.ts'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const splitAnswer = fault({
  name: 'split-answer',
  layer: 'wire',
  about: 'The answer to a call of the next run comes in pieces of so many bytes.',
  entries: { ...callEntries, bytes: count(1_048_576) },
  text: ({ bytes, ...call }) => `the answer to ${callText(call)} comes in pieces of ${bytes} bytes`,
  apply: (stage, { bytes, ...call }) =>
    befall(stage, call, { kind: 'answer', trouble: { kind: 'split', bytes } }),
  end: forgetNextRun,
})
