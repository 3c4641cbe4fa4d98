import { expect, test } from 'vitest'
import { looksBeforeDestruction } from '../../../sim/invariants/looks-before-destruction.ts'
import type { Program } from '../../../sim/play/harep-run.ts'
import { ByHand } from './by-hand.ts'

const LOOK = ['Query', 'instance', ['name'], null] as const
const OTHER = ['Query', 'node', ['name'], null] as const
const submit = (...jobs: readonly string[][]) =>
  ['SubmitManyJobs', jobs.map(job => job.map(name => ({ OP_ID: `OP_${name}` })))] as const
const TAGS = submit(['TAGS_SET'])
const GIVEN_UP = submit(['INSTANCE_FAILOVER'], ['INSTANCE_SHUTDOWN', 'INSTANCE_RECREATE_DISKS'])

/** How much is said of a run that asks for these. */
function said(calls: readonly (typeof LOOK | typeof OTHER | typeof TAGS)[], program?: Program): number {
  const stage = new ByHand(looksBeforeDestruction, [])
  stage.idleRun(undefined, 10, [], () => stage.asked(...calls), program)
  return stage.found.length
}

test('data that is given up after something was submitted, without a look since, is found', () => {
  expect(said([LOOK, TAGS, GIVEN_UP])).toBe(1)
  expect(said([LOOK, TAGS, OTHER, GIVEN_UP])).toBe(1)
  expect(said([LOOK, GIVEN_UP, submit(['INSTANCE_REINSTALL'])])).toBe(1)
  expect(said([GIVEN_UP])).toBe(1)
})

test('what is given up on a look of just now is not, nor what gives up nothing, nor the ways of the original', () => {
  expect(said([LOOK, GIVEN_UP])).toBe(0)
  expect(said([LOOK, TAGS, LOOK, GIVEN_UP, TAGS])).toBe(0)
  expect(said([LOOK, TAGS, submit(['INSTANCE_FAILOVER'])])).toBe(0)
  expect(said([GIVEN_UP], 'classic')).toBe(0)
})
