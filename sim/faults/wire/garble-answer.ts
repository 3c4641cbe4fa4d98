import * as v from 'valibot'
import { GARBLINGS } from '../../ganeti/answer-trouble.ts'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

const TEXTS = {
  half: 'is only half of its text',
  rubbish: 'is no JSON',
  'no-result': 'is JSON without a result',
} as const

export const garbleAnswer = fault({
  name: 'garble-answer',
  layer: 'wire',
  about:
    'The answer to a call of the next run is a whole message, and wrong: half of its text, no JSON, or JSON without a result.',
  entries: { ...callEntries, how: v.picklist(GARBLINGS) },
  text: ({ how, ...call }) => `the answer to ${callText(call)} ${TEXTS[how]}`,
  apply: (stage, { how, ...call }) =>
    befall(stage, call, { kind: 'answer', trouble: { kind: 'garbled', how } }),
  end: forgetNextRun,
})
