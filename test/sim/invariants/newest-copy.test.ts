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

/** web's secondary is away for ten minutes while web runs on node2, comes back by a job, and node2 goes offline so many seconds after that. */
function failedOverToWhatWasAway(
  inService: number,
  { meanwhile = () => {}, ran = true, byJob = true }: Partial<Away> = {},
): readonly string[] {
  const stage = new ByHand(newestCopy, [web({ running: ran })])
  stage.cluster.powerOff('node3')
  stage.cluster.setNodeOffline('node3', true)
  stage.tell('calmBegan')
  stage.pass(600)
  stage.cluster.powerOn('node3')
  if (byJob) stage.submit({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node3', offline: false, reason: [] })
  else stage.cluster.setNodeOffline('node3', false)
  stage.pass(5)
  stage.tell('calmBegan')
  meanwhile(stage)
  stage.pass(inService)
  stage.cluster.powerOff('node2')
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.pass(60)
  stage.repair('failover', 'web', FAILOVER)
  return stage.found
}

interface Away {
  readonly meanwhile: (stage: ByHand) => void
  /** Whether web ran while its secondary was away. */
  readonly ran: boolean
  /** Whether a job tells that the node is back. */
  readonly byJob: boolean
}

test('a failover to a copy whose node was away while the instance ran on is found', () => {
  expect(failedOverToWhatWasAway(60)).toEqual([
    'job 2 fails web over to node3, whose copy lacks what was written since it was away',
  ])
})

test('nothing is said where that copy lacks nothing, has been connected, or where no job in the queue tells that it was away', () => {
  expect(failedOverToWhatWasAway(60, { ran: false })).toEqual([])
  expect(failedOverToWhatWasAway(60, { byJob: false })).toEqual([])
  expect(failedOverToWhatWasAway(1900)).toEqual([])
  const activate = (stage: ByHand) =>
    stage.submit({ OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', instance_name: 'web', reason: [] })
  expect(failedOverToWhatWasAway(60, { meanwhile: activate })).toEqual([])
  expect(failedOverToWhatWasAway(60, { meanwhile: stage => stage.ask('ArchiveJob', 1) })).toEqual([])
  expect(failedOverToWhatWasAway(60, { meanwhile: stage => stage.lostJobs.add(1) })).toEqual([])
})

test('a copy that was connected again, and whose node was away once more without a mark, is no failover that harep could have known of', () => {
  const awayOnceMore = (node: string) => (stage: ByHand) => {
    stage.submit({ OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', instance_name: 'web', reason: [] })
    stage.pass(5)
    stage.cluster.powerOff(node)
    stage.cluster.powerOn(node)
  }
  expect(failedOverToWhatWasAway(60, { meanwhile: awayOnceMore('node3') })).toEqual([])
  expect(failedBack(60, awayOnceMore('node2'))).toEqual([])
})
