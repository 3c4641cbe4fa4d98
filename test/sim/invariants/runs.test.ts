import { expect, test } from 'vitest'
import { documentedErrors } from '../../../sim/invariants/documented-errors.ts'
import { runsEnd } from '../../../sim/invariants/runs-end.ts'
import { ByHand } from './by-hand.ts'

test('a run that fails with what no document tells is found', () => {
  const stage = new ByHand(documentedErrors, [])
  stage.idleRun({ kind: 'threw', error: new TypeError('undefined is not a function') })
  expect(stage.found).toEqual(['run 1 failed with TypeError: undefined is not a function'])
})

test('a run that takes more than an hour, or has not ended in the end, is found', () => {
  const stage = new ByHand(runsEnd, [])
  stage.idleRun(undefined, 4_000)
  expect(stage.found).toEqual(['run 1, which began at 0 s, took 4000 s'])
})
