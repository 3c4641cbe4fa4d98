import { expect, test } from 'vitest'
import { documentedErrors } from '../../../sim/invariants/documented-errors.ts'
import { runsEnd } from '../../../sim/invariants/runs-end.ts'
import { LuxiClosedError } from '../../../src/luxi/luxi-error.ts'
import { ByHand } from './by-hand.ts'

test('a run that fails with what no document tells is found', () => {
  const stage = new ByHand(documentedErrors, [])
  stage.idleRun({ kind: 'threw', error: new TypeError('undefined is not a function') })
  expect(stage.found).toEqual(['run 1 failed with TypeError: undefined is not a function'])
  stage.idleRun({ kind: 'threw', error: new LuxiClosedError('QueryJobs') })
  stage.idleRun({ kind: 'returned', value: 1 })
  expect(stage.found).toHaveLength(1)
})

test('a run that takes more than half an hour, or has not ended in the end, is found', () => {
  const stage = new ByHand(runsEnd, [])
  stage.idleRun(undefined, 1_900)
  expect(stage.found).toEqual(['run 1, which began at 0 s, took 1900 s'])
  stage.idleRun()
  Object.assign(stage.runs[1]?.process ?? {}, { outcome: undefined })
  stage.tell('ended')
  expect(stage.found).toHaveLength(1)
  stage.pass(3_600)
  stage.tell('ended')
  expect(stage.found.slice(1)).toEqual(['run 2 has not ended after 3610 s'])
})
