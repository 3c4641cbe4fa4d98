import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, firstCall, occupyQueue, pass, repairJobs, submit, WEB1 } from './forgotten.ts'

/*
 * A repair waits for the queue's only slot; its node is back, and a run cancels it. Before the tag that tells of it is gone the node dies again:
 * what harep had cancelled itself counted as cancelled by a person, and was never repaired.
 */

function waiting(permission = 'failover', ...dead: readonly string[]): World {
  const world = new World(clusterOfOneSlot(5, [WEB1], permission))
  world.kill('node2', ...dead)
  occupyQueue(world, 20)
  occupyQueue(world, 600)
  world.harep()
  expect(repairJobs(world)).toEqual(['3 queued'])
  world.revive('node2')
  return world
}

function setDrained(world: World, isDrained: boolean): void {
  world.cluster.handle({ method: 'SetDrainFlag', args: [isDrained] }, () => {})
}

/** The effect of a run that cancels it. */
const CANCELLING = firstCall(waiting().harep(), 'CancelJob')

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
  world.harep({}, { effect: firstCall(waiting().harep(), 'ChangeJobPriority'), when: 'before' })
  world.cluster.handle({ method: 'CancelJob', args: [3] }, () => {})
  pass(world, 1)
  expect(repairJobs(world)).toEqual(['3 canceled'])
  world.kill('node2')
  pass(world, 700)
  world.cron(1)
  expect(decisionsOf(world.harep()).get('web1')?.reason.code).toBe('repair-cancelled')
})

test('a re-creation is not made anew where a person may have cancelled it, since the run that was about to died', () => {
  const recreation = () => waiting('reinstall', 'node3')
  const effect = firstCall(recreation().harep(), 'CancelJob')
  const world = recreation()
  world.harep({}, { effect, when: 'before' })
  expect(repairJobs(world)).toEqual(['3 queued'])
  world.kill('node2')
  world.cluster.handle({ method: 'CancelJob', args: [3] }, () => {})
  pass(world, 700)
  world.cron(4)
  expect(repairJobs(world)).toEqual(['3 canceled'])
  expect(world.instance('web1').dataLost).toBe(false)
})

test('a repair that a dead run was about to cancel, and that is due again, keeps its turn in the queue', () => {
  const world = waiting()
  world.harep({}, { effect: CANCELLING, when: 'before' })
  world.kill('node2')
  for (let other = 0; other < 10; other += 1)
    submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 600, on_master: true, on_nodes: [] })
  world.harep()
  pass(world, 700)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})
