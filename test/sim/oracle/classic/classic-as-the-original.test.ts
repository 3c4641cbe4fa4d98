import { expect, test } from 'vitest'
import type { InstanceDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import { classicAsTheOriginal } from '../../../../sim/oracle/classic/classic-as-the-original.ts'
import { classicAllowed } from '../../../../sim/oracle/classic/classic-table.ts'
import type { JsonObject } from '../../../../src/cluster/json.ts'
import { ALLOW, ByHand, REPLACE, web } from '../../invariants/by-hand.ts'

/** What is found against a run that does this to `web`, whose primary node is drained. */
function found(instance: InstanceDefinition, ...opcodes: JsonObject[]): readonly string[] {
  const stage = new ByHand(classicAsTheOriginal, [instance])
  stage.cluster.setNodeDrained('node2', true)
  for (const observer of stage.observers) observer.calmBegan?.()
  stage.pass(1)
  const reason = [['harep', 'harep called', 0]]
  stage.idleRun(
    undefined,
    100,
    [],
    () => {
      if (opcodes.length > 0) stage.submit(...opcodes.map(opcode => ({ ...opcode, reason })))
    },
    'classic',
  )
  return stage.found
}

const FAILOVER = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web', ignore_consistency: false }
const MIGRATE = { OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web' }

test('a run that does what the original would not do is found', () => {
  expect(found(web(), FAILOVER)).toEqual([])
  expect(found(web())).toEqual(['run 1 does nothing on web; the original: do failover FAILOVER'])
  expect(found(web(), MIGRATE)).toEqual([
    'run 1 does do fix-storage MIGRATE on web; the original: do failover FAILOVER',
  ])
  expect(found(web({ tags: [`${ALLOW}fix-storage`] }), FAILOVER)).toEqual([
    'run 1 does do failover FAILOVER on web; the original: refuse failover',
  ])
  expect(found(web({ tags: [`${ALLOW}reinstall`, `${ALLOW}suspend`] }))).toEqual([])
})

test('nothing is said of an instance on which a repair is at work that is on no record', () => {
  const said = (isHeld: boolean) => {
    const stage = new ByHand(classicAsTheOriginal, [web({ tags: [`${ALLOW}reinstall`] })])
    stage.cluster.setNodeOffline('node3', true)
    stage.tell('calmBegan')
    stage.pass(1)
    if (isHeld) stage.hold()
    stage.repair('fix-storage', 'web', REPLACE)
    stage.pass(1)
    expect(stage.cluster.statusOfJob(1)).toBe(isHeld ? 'queued' : 'running')
    stage.idleRun(undefined, 1, [], undefined, 'classic')
    return stage.found.length
  }
  expect(said(false)).toBe(0)
  expect(said(true)).toBe(1)
})

test('a suspension that ends while a run goes on leaves it both ways, and one that ended before it does not', () => {
  // Each run begins at 1795338001 and ends a hundred seconds later.
  const until = (seconds: number) => web({ tags: [`${ALLOW}failover`, `${ALLOW}suspend:${seconds}`] })
  expect(found(until(1_795_338_050))).toEqual([])
  expect(found(until(1_795_338_050), FAILOVER)).toEqual([])
  expect(found(until(1_795_338_000))).toEqual([
    'run 1 does nothing on web; the original: do failover FAILOVER',
  ])
})

test('a suspension that the original cannot read is none to it', () => {
  expect(classicAllowed([[`${ALLOW}suspend:soon`, `${ALLOW}failover`]], 0n)).toBe(3)
  expect(classicAllowed([[`${ALLOW}suspend:5`, `${ALLOW}failover`]], 4n)).toBe('suspended')
  expect(classicAllowed([[`${ALLOW}suspend`], [`${ALLOW}failover`]], 4n)).toBe('suspended')
  expect(classicAllowed([[], [`${ALLOW}failover`, `${ALLOW}migrate`]], 4n)).toBe(2)
})
