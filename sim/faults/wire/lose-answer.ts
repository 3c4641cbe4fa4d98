import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const loseAnswer = fault({
  name: 'lose-answer',
  layer: 'wire',
  about: 'luxid carries out a call of the next run, and the connection breaks in place of its answer.',
  entries: { ...callEntries },
  text: call => `luxid carries out ${callText(call)}, and the answer is lost`,
  apply: (stage, call) => befall(stage, call, { kind: 'answer', trouble: { kind: 'cut', percent: 0 } }),
  end: forgetNextRun,
})
