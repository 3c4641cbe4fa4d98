import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const doubleAnswer = fault({
  name: 'double-answer',
  layer: 'wire',
  about: 'The answer to a call of the next run comes twice, the second time in one piece with the first.',
  entries: { ...callEntries },
  text: call => `the answer to ${callText(call)} comes twice in one piece`,
  apply: (stage, call) => befall(stage, call, { kind: 'answer', trouble: { kind: 'doubled' } }),
  end: forgetNextRun,
})
