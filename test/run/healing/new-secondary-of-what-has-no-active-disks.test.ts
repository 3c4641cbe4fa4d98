import { expect, test } from 'vitest'
import { World } from '../world.ts'
import { clusterOfWeb1, pass } from './forgotten.ts'

/*
 * The primary node was started anew, so that no disk is active there, and the secondary is dead: REPLACE_DISKS found no disk, three times, and
 * then a person was asked.
 */

test('the old secondary is there, drained, and its storage is broken: its disks cannot be activated, and are not asked for', () => {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:fix-storage']))
  world.cluster.setStorageBroken('node3', true)
  world.cluster.setNodeDrained('node3', true)
  world.cluster.crashInstance('web1')
  world.cron(2)
  expect(world.instance('web1').secondaries).not.toEqual(['node3'])
})

test('the old secondary is there, drained: a first attempt finds no disk, and the second one activates them', () => {
  const world = new World(clusterOfWeb1(5, ['ganeti:watcher:autorepair:fix-storage']))
  world.kill('node2')
  world.revive('node2')
  world.cluster.setNodeDrained('node3', true)
  world.cron(4)
  const jobs = world.cluster.snapshot().jobs.map(({ summary, status }) => `${summary.join()} ${status}`)
  expect(jobs).toContain('INSTANCE_REPLACE_DISKS(web1) error')
  expect(jobs).toContain('INSTANCE_ACTIVATE_DISKS(web1),INSTANCE_REPLACE_DISKS(web1) success')
})

test('the disks are activated first, and there is a second copy after one attempt', () => {
  const world = new World(clusterOfWeb1(4, ['ganeti:watcher:autorepair:fix-storage']))
  world.kill('node2')
  world.revive('node2')
  world.kill('node3')
  world.harep()
  pass(world, 300)
  const jobs = world.cluster.snapshot().jobs.map(({ summary, status }) => `${summary.join()} ${status}`)
  expect(jobs).toContain('INSTANCE_ACTIVATE_DISKS(web1),INSTANCE_REPLACE_DISKS(web1) success')
  expect(['node1', 'node4']).toContain(world.instance('web1').secondaries[0])
})
