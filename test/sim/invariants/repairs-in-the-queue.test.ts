import { expect, test } from 'vitest'
import { oneRepairInFlight } from '../../../sim/invariants/one-repair-in-flight.ts'
import { tagBeforeStart } from '../../../sim/invariants/tag-before-start.ts'
import { ALLOW, ByHand, FAILOVER, REPAIR, REPLACE, web } from './by-hand.ts'

test('two repairs of one instance that wait in the queue are found', () => {
  const stage = new ByHand(oneRepairInFlight, [web(), web({ name: 'mail' })])
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  expect(stage.found).toEqual([])
  stage.repair('fix-storage', 'web', REPLACE)
  expect(stage.found).toEqual(['web has two repairs in flight, jobs 1 (queued) and 3'])
})

test('a repair after another is none beside it', () => {
  const stage = new ByHand(oneRepairInFlight, [web()])
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  stage.repair('fix-storage', 'web', REPLACE)
  expect(stage.found).toEqual([])
})

test('a repair that begins without a tag is found', () => {
  const stage = new ByHand(tagBeforeStart, [web()])
  stage.repair('failover', 'web', FAILOVER)
  expect(stage.found).toEqual([
    'job 1, failover of web, has begun, and no tag that names it was ever on record',
  ])
})

test('a repair that is let go when its tag is there begins as it should; a tag that names another job does not count', () => {
  const stage = new ByHand(tagBeforeStart, [web(), web({ name: 'mail' })])
  const filter = stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  stage.repair('failover', 'mail', FAILOVER)
  stage.tag('OP_TAGS_SET', 'web', `${ALLOW}pending:failover:${REPAIR}:1795338000:1`)
  stage.tag('OP_TAGS_SET', 'mail', `${ALLOW}pending:failover:${REPAIR}:1795338000:1`)
  stage.ask('DeleteFilter', filter ?? '')
  stage.pass(60)
  expect(stage.found).toEqual([
    'job 2, failover of mail, has begun, and no tag that names it was ever on record',
  ])
})
