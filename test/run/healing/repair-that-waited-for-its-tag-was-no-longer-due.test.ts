import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { occupyQueue, pass, repairJobs } from './forgotten.ts'

const NAMES = Array.from({ length: 12 }, (_, index) => `inst${index}`)

function worldWithFullQueue(seconds: number): World {
  const world = new World({
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      maxRunningJobs: 1,
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name })),
    instances: NAMES.map(name => ({
      name,
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 16,
    })),
  })
  world.cluster.setNodeOffline('node2', true)
  occupyQueue(world, seconds)
  return world
}

test('a node that was marked by mistake is back before its tags are written: nothing is failed over', () => {
  const world = worldWithFullQueue(150)
  world.kernel.after(100_000_000, () => world.cluster.setNodeOffline('node2', false))
  world.harep()
  // No tag tells of a repair that was cancelled, also not of those that were to be put on record next.
  expect(world.cluster.snapshot().instances.flatMap(({ tags }) => tags)).toEqual([])
  pass(world, 300)
  expect(repairJobs(world).every(job => job.endsWith(' canceled'))).toBe(true)
  const last = world.cron(3).at(-1)
  expect(last && [...decisionsOf(last).values()].map(({ reason }) => reason.code)).toEqual(
    NAMES.map(() => 'nodes-fine'),
  )
  for (const { primary, tags } of world.cluster.snapshot().instances)
    expect({ primary, tags }).toEqual({ primary: 'node2', tags: [] })
})

test('a node that stays offline: what waited is begun', () => {
  const world = worldWithFullQueue(150)
  const run = world.harep()
  expect([...decisionsOf(run).values()].map(({ reason }) => reason.code)).toEqual(
    NAMES.map(() => 'repair-submitted'),
  )
})
