import { percent } from '../entries.ts'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const cutAnswer = fault({
  name: 'cut-answer',
  layer: 'wire',
  about:
    'The connection breaks within the answer to a call of the next run, when so many percent of it have come.',
  entries: { ...callEntries, percent },
  text: ({ percent, ...call }) => `the answer to ${callText(call)} is cut after ${percent} %`,
  apply: (stage, { percent, ...call }) =>
    befall(stage, call, { kind: 'answer', trouble: { kind: 'cut', percent } }),
  end: forgetNextRun,
})
