import { fault } from '../fault.ts'
import { befall, callEntries, callText, forgetNextRun } from './next-call.ts'

export const loseRequest = fault({
  name: 'lose-request',
  layer: 'wire',
  about: 'The connection breaks before luxid has heard a call of the next run.',
  entries: { ...callEntries },
  text: call => `the request of ${callText(call)} is lost`,
  apply: (stage, call) => befall(stage, call, { kind: 'cut-request', percent: 0 }),
  end: forgetNextRun,
})
