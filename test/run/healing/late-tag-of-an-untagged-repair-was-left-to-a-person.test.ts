import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs, repairOf, WEB1 } from './forgotten.ts'

/*
 * A run has lost luxid's answer to the tags that it asked for, and asks for others, which come too late: it cancels its repair. The first ones
 * were written meanwhile; what harep had cancelled itself counted as cancelled by a person, and was never repaired.
 */

test('it is repaired by the next run', () => {
  const world = new World(clusterOfOneSlot(5, [WEB1]))
  world.kill('node2')
  occupyQueue(world, 300)
  const run = world.start()
  while (repairJobs(world).length === 0) pass(world, 0.01)
  expect(repairJobs(world)).toEqual(['2 queued'])
  while (repairJobs(world)[0] !== '2 canceled') pass(world, 0.01)
  const seconds = Math.floor(world.kernel.nowUs / 1_000_000)
  world.cluster.setTags('instance', 'web1', [
    `ganeti:watcher:autorepair:pending:failover:${repairOf(world, 2)}:${seconds - 300}:2`,
  ])
  world.finish(run)
  pass(world, 400)
  world.cron(4)
  expect(world.instance('web1')).toMatchObject({ status: 'running', primary: 'node3' })
})
