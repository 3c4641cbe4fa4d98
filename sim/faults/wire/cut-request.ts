import { percent } from '../entries.ts'
import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const cutRequest = fault({
  name: 'cut-request',
  layer: 'wire',
  about:
    'The connection breaks within the request of a call of the next run, when so many percent of it are with luxid.',
  entries: { ...callEntries, percent },
  text: ({ percent, ...call }) => `the request of ${callText(call)} is cut after ${percent} %`,
  apply: (stage, { percent, ...call }) => befall(stage, call, { kind: 'cut-request', percent }),
  end: forgetNextRun,
})
