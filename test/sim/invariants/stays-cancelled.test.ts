import { expect, test } from 'vitest'
import { staysCancelled } from '../../../sim/invariants/stays-cancelled.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { ByHand, FAILOVER, web } from './by-hand.ts'

/** What is found where somebody cancels the repair of web, something else is done, and web is repaired again. */
function found(between: (stage: ByHand) => void = () => {}, cancelled = [1]): readonly string[] {
  const stage = new ByHand(staysCancelled, [web()])
  stage.cluster.setNodeOffline('node2', true)
  stage.tell('calmBegan')
  stage.hold()
  stage.repair('failover', 'web', FAILOVER)
  for (const job of cancelled) stage.cancelledJobs.set(job, stage.elapsedUs)
  between(stage)
  stage.ask('CancelJob', 1, false)
  stage.repair('failover', 'web', FAILOVER)
  return stage.found
}

const FOUND =
  'job 2, failover of web, was submitted, though somebody had cancelled job 1, the same, and nothing has changed'

test('what somebody has cancelled is submitted again', () => {
  expect(found()).toEqual([FOUND])
  expect(found(stage => stage.happened('suspend'))).toEqual([FOUND])
})

test('nobody had cancelled it, or harep as well', () => {
  expect(found(undefined, [])).toEqual([])
  expect(
    found(stage => stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', 1, false]))),
  ).toEqual([])
  expect(
    found(stage => stage.idleRun(undefined, 10, [], () => stage.asked(['CancelJob', 2, false]))),
  ).toEqual([FOUND])
})

test('it is not what it was when harep wanted it, or nobody can know', () => {
  const back = (stage: ByHand) => {
    for (const offline of [false, true]) {
      stage.cluster.setNodeOffline('node2', offline)
      stage.tell('calmBegan')
      stage.pass(1)
    }
  }
  expect(found(back)).toEqual([])
  expect(found(stage => stage.happened('clear'))).toEqual([])
  expect(found(stage => stage.happened('original-takes-turns'))).toEqual([])
  expect(found(stage => stage.lostJobs.add(1))).toEqual([])
})

test.each<readonly [string, string, JsonObject, number]>([
  [
    'a re-creation',
    'reinstall',
    { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', nodes: ['node1', 'node4'], disks: [] },
    1,
  ],
  ['the start of what needs no re-creation', 'reinstall', { OP_ID: 'OP_INSTANCE_STARTUP' }, 0],
  ['a failover, since a copy is back', 'failover', FAILOVER, 0],
])('a re-creation was cancelled, and what follows is %s', (_, type, opcode, count) => {
  const stage = new ByHand(staysCancelled, [web()])
  stage.hold()
  stage.repair('reinstall', 'web', {
    OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
    nodes: ['node1', 'node4'],
    disks: [],
  })
  stage.cancelledJobs.set(1, stage.elapsedUs)
  stage.ask('CancelJob', 1, false)
  stage.repair(type, 'web', opcode)
  expect(stage.found).toHaveLength(count)
})

test('its job was archived before a tag named it: nobody can know', () => {
  const archived = (tag?: string) => {
    const stage = new ByHand(staysCancelled, [web({ tags: tag === undefined ? [] : [tag] })])
    stage.cluster.setNodeOffline('node2', true)
    stage.tell('calmBegan')
    stage.hold()
    stage.repair('failover', 'web', FAILOVER)
    stage.cancelledJobs.set(1, stage.elapsedUs)
    stage.ask('CancelJob', 1, false)
    stage.pass(1)
    stage.cluster.archiveJobs(0)
    stage.pass(1)
    stage.repair('failover', 'web', FAILOVER)
    return stage.found
  }
  expect(archived()).toEqual([])
  expect(archived('ganeti:watcher:autorepair:result:failover:x:1795338000:failure:1')).toEqual([FOUND])
})
