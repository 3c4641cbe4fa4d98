import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs } from './forgotten.ts'

/*
 * A repair waits for the queue's only slot; its node is back, and a run cancels it. Before the tag that tells of it is gone the node dies again:
 * what harep had cancelled itself counted as cancelled by a person, and was never repaired.
 */

const WEB = {
  name: 'web1',
  diskTemplate: 'drbd',
  primary: 'node2',
  secondary: 'node3',
  memoryMiB: 16,
} as const

function waiting(): World {
  const world = new World(clusterOfOneSlot(3, [WEB]))
  world.kill('node2')
  occupyQueue(world, 20)
  occupyQueue(world, 600)
  world.harep()
  expect(repairJobs(world)).toEqual(['3 queued'])
  world.cluster.powerOn('node2')
  world.cluster.setNodeOffline('node2', false)
  return world
}

function setDrained(world: World, isDrained: boolean): void {
  world.cluster.handle({ method: 'SetDrainFlag', args: [isDrained] }, () => {})
}

/** The effects of the run that cancels it. */
const WITHDRAWAL = waiting().harep().effects
const CANCELLING = WITHDRAWAL.findIndex(one => one.kind === 'luxi' && one.method === 'CancelJob')

test('the run is killed right after it has cancelled', () => {
  const world = waiting()
  world.harep({}, { effect: CANCELLING, when: 'after' })
  expect(repairJobs(world)).toEqual(['3 canceled'])
  world.kill('node2')
  pass(world, 700)
  world.cron(4)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

test('the queue is drained before the tag is removed', () => {
  const world = waiting()
  const run = world.start()
  while (repairJobs(world)[0] === '3 queued') world.kernel.runUntil(world.kernel.nowUs + 10_000)
  setDrained(world, true)
  world.finish(run)
  world.kill('node2')
  pass(world, 700)
  setDrained(world, false)
  world.cron(4)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})

test('the run is killed before it cancels, and a person does it: that is not undone', () => {
  const world = waiting()
  world.harep({}, { effect: CANCELLING - 1, when: 'before' })
  world.cluster.handle({ method: 'CancelJob', args: [3] }, () => {})
  pass(world, 1)
  expect(repairJobs(world)).toEqual(['3 canceled'])
  world.kill('node2')
  pass(world, 700)
  world.cron(1)
  expect(decisionsOf(world.harep()).get('web1')?.reason.code).toBe('repair-cancelled')
})
