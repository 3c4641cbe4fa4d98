import { expect, test } from 'vitest'
import { newestCopy } from '../../../sim/invariants/newest-copy.ts'
import { ByHand, FAILOVER, web } from './by-hand.ts'

/** web was failed over from node2, which is in service again, to node3, which goes offline so many seconds after that. */
function failedBack(inService: number, meanwhile: (stage: ByHand) => void = () => {}): readonly string[] {
  const stage = new ByHand(newestCopy, [web()])
  const happened = () => {
    for (const observer of stage.observers) observer.calmBegan?.()
  }
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  happened()
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  stage.cluster.powerOn('node2')
  stage.cluster.setNodeOffline('node2', false)
  happened()
  meanwhile(stage)
  stage.pass(inService)
  stage.cluster.powerOff('node3')
  stage.cluster.setNodeOffline('node3', true)
  happened()
  stage.pass(60)
  stage.repair('failover', 'web', FAILOVER)
  return stage.found
}

test('a failover back to a copy that was left behind, and was never brought up to date, is found', () => {
  expect(failedBack(60)).toEqual([
    'job 2 fails web over to node2, whose copy lacks what was written since job 1 left it behind',
  ])
})

test('nothing is said where somebody has connected the copies again', () => {
  const activate = (stage: ByHand) =>
    stage.submit({ OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', instance_name: 'web', reason: [] })
  expect(failedBack(60, activate)).toEqual([])
})

test('nor where the node was in service for so long that ganeti-watcher has', () => {
  expect(failedBack(1900)).toEqual([])
})

test('nor where the clock was set back, so that the node seems never to have been marked since', () => {
  const stage = new ByHand(newestCopy, [web()])
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.repair('failover', 'web', FAILOVER)
  stage.pass(120)
  stage.clock.jump(-600_000_000)
  stage.cluster.setNodeOffline('node2', false)
  stage.cluster.setNodeOffline('node3', true)
  stage.tell('calmBegan')
  stage.pass(60)
  stage.repair('failover', 'web', FAILOVER)
  expect(stage.found).toEqual([])
})
