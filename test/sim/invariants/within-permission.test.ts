import { expect, test } from 'vitest'
import { withinPermission } from '../../../sim/invariants/within-permission.ts'
import { ALLOW, ByHand, FAILOVER, REPLACE, web } from './by-hand.ts'

const NOW = 1_795_338_000

function found(tags: readonly string[], type: string, opcode: object) {
  const stage = new ByHand(withinPermission, [web({ tags })])
  stage.repair(type, 'web', { ...opcode })
  return stage.found.map(what => what.replace(/^.* was submitted (.*) \(tags.*$/, '$1'))
}

test('a repair beyond the permission is found, whatever it calls itself', () => {
  expect(found([`${ALLOW}failover`], 'failover', FAILOVER)).toEqual([])
  expect(found([`${ALLOW}failover`, `${ALLOW}fix-storage`], 'failover', FAILOVER)).toEqual([
    'and no more than fix-storage was allowed for web',
  ])
  expect(found([`${ALLOW}failover`], 'failover', { OP_ID: 'OP_INSTANCE_REINSTALL' })).toEqual([
    'and no more than failover was allowed for web',
  ])
  expect(found([], 'fix-storage', REPLACE)).toEqual(['and nothing was allowed for web'])
})

test('a suspension counts until its time, and for good where nobody can read that', () => {
  const all = `${ALLOW}reinstall`
  const suspended = ['while web was suspended']
  expect(found([all, `${ALLOW}suspend`], 'failover', FAILOVER)).toEqual(suspended)
  expect(found([all, `${ALLOW}suspend:soon`], 'failover', FAILOVER)).toEqual(suspended)
  expect(found([all, `${ALLOW}suspend:${NOW + 60}`], 'failover', FAILOVER)).toEqual(suspended)
  expect(found([all, `${ALLOW}suspend:${NOW - 60}`], 'failover', FAILOVER)).toEqual([])
})

test('a permission for one repair counts beside the others, and not under a suspension', () => {
  const once = `${ALLOW}pending:failover:by-hand:${NOW}:`
  expect(found([once], 'failover', FAILOVER)).toEqual([])
  expect(found([once, `${ALLOW}suspend`], 'failover', FAILOVER)).toEqual(['while web was suspended'])
})

test('of the permissions with one id the latest counts, and of those with several ids each', () => {
  const permission = (type: string, id: string, seconds: number) =>
    `${ALLOW}pending:${type}:${id}:${seconds}:`
  const tooMuch = ['and no more than migrate was allowed for web']
  const early = permission('failover', '', NOW - 60)
  expect(found([early, permission('migrate', '', NOW)], 'failover', FAILOVER)).toEqual(tooMuch)
  expect(found([early, permission('migrate', '', NOW - 120)], 'failover', FAILOVER)).toEqual([])
  expect(found([early, permission('migrate', 'other', NOW)], 'failover', FAILOVER)).toEqual([])
})

test('the nearest object decides', () => {
  const stage = new ByHand(withinPermission, [web({ tags: [] })])
  stage.cluster.setTags('cluster', '', [`${ALLOW}reinstall`])
  stage.cluster.setTags('nodegroup', 'default', [`${ALLOW}fix-storage`])
  for (const observer of stage.observers) observer.calmBegan?.()
  stage.repair('failover', 'web', FAILOVER)
  expect(stage.found).toHaveLength(1)
})

test('a clock that was wrong for a moment may be what the run that was under way has read', () => {
  const said = (happens: boolean) => {
    const stage = new ByHand(withinPermission, [
      web({ tags: [`${ALLOW}reinstall`, `${ALLOW}suspend:${NOW + 600}`] }),
    ])
    stage.idleRun(undefined, 10, [], () => {
      stage.clockSkewUs = 3_600_000_000
      if (happens) stage.happened('clock-skew')
      stage.clockSkewUs = 0
      stage.repair('failover', 'web', FAILOVER)
    })
    stage.repair('failover', 'web', FAILOVER)
    return stage.found.length
  }
  expect(said(true)).toBe(1)
  expect(said(false)).toBe(2)
})
