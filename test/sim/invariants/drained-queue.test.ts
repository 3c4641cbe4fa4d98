import { expect, test } from 'vitest'
import { drainedQueue } from '../../../sim/invariants/drained-queue.ts'
import type { Program } from '../../../sim/play/harep-run.ts'
import { ByHand } from './by-hand.ts'

/** What is said of a run that asks for `method`, before or within which this happens. */
function said(method: string, before: boolean, within: boolean | undefined = undefined, program?: Program) {
  const stage = new ByHand(drainedQueue, [])
  if (before) stage.ask('SetDrainFlag', true)
  stage.idleRun(
    undefined,
    10,
    [],
    () => {
      stage.asked([method])
      if (within === undefined) return
      stage.ask('SetDrainFlag', within)
      stage.happened(within ? 'drain-queue' : 'undrain-queue')
    },
    program,
  )
  return stage.found
}

test('a run that asks for something of a queue that is drained all the time is found', () => {
  expect(said('SubmitManyJobs', true)).toEqual(['run 1 asks for SubmitManyJobs of a drained queue'])
  expect(said('ReplaceFilter', true)).toEqual(['run 1 asks for ReplaceFilter of a drained queue'])
})

test('nothing is said of one that only looks, nor where the queue was drained for a part of it only, nor of --classic', () => {
  expect(said('QueryJobs', true)).toEqual([])
  expect(said('SubmitManyJobs', false)).toEqual([])
  expect(said('SubmitManyJobs', false, true)).toEqual([])
  expect(said('SubmitManyJobs', true, false)).toEqual([])
  expect(said('SubmitManyJobs', true, undefined, 'classic')).toEqual([])
})
