import * as v from 'valibot'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

const bytes = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(1_048_576, 'must be at most 1048576'),
)

export const splitAnswer = fault({
  name: 'split-answer',
  layer: 'wire',
  about: 'The answer to a call of the next run comes in pieces of so many bytes.',
  entries: { ...callEntries, bytes },
  text: ({ bytes, ...call }) => `the answer to ${callText(call)} comes in pieces of ${bytes} bytes`,
  apply: (stage, { bytes, ...call }) =>
    befall(stage, call, { kind: 'answer', trouble: { kind: 'split', bytes } }),
  end: forgetNextRun,
})
