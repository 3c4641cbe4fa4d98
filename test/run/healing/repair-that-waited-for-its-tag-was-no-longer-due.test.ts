import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs } from './forgotten.ts'

const NAMES = Array.from({ length: 12 }, (_, index) => `inst${index}`)

function worldWithFullQueue(seconds: number): World {
  const world = new World(
    clusterOfOneSlot(
      5,
      NAMES.map(name => ({
        name,
        diskTemplate: 'drbd',
        primary: 'node2',
        secondary: 'node3',
        memoryMiB: 16,
      })),
    ),
  )
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

/** Has luxid refuse once what is asked of it and matches, from so many seconds on, but not the first `spared` times. */
function refuseOnce(world: World, asked: RegExp, seconds: number, spared = 0): () => number {
  const { handle } = world.cluster
  const fromUs = world.kernel.nowUs + seconds * 1_000_000
  let refused = 0
  let seen = 0
  Object.assign(world.cluster, {
    handle: (...[request, reply]: Parameters<typeof handle>) => {
      if (refused > 0 || world.kernel.nowUs < fromUs || !asked.test(JSON.stringify(request)))
        return handle(request, reply)
      seen += 1
      if (seen <= spared) return handle(request, reply)
      refused += 1
      reply({ success: false, result: ['OpExecError', ['boom']], close: false })
    },
  })
  return () => refused
}

test.each([
  { what: 'the submission of the next repairs', asked: /"SubmitManyJobs".*FAILOVER/, seconds: 0, spared: 1 },
  { what: 'a question of the last look', asked: /"QueryClusterInfo"/, seconds: 140, spared: 0 },
])('nor where luxid refuses $what', ({ asked, seconds, spared }) => {
  const world = worldWithFullQueue(150)
  world.kernel.after(100_000_000, () => world.cluster.setNodeOffline('node2', false))
  const refused = refuseOnce(world, asked, seconds, spared)
  world.harep()
  expect(refused()).toBe(1)
  pass(world, 300)
  world.cron(3)
  for (const { primary, tags } of world.cluster.snapshot().instances)
    expect({ primary, tags }).toEqual({ primary: 'node2', tags: [] })
})

test('luxid refuses once to tell what is under way: that is no reason to withdraw what waits for a slot', () => {
  const world = worldWithFullQueue(150)
  const refused = refuseOnce(world, /"QueryJobs".*"id","status","opstatus"/, 2)
  const run = world.harep()
  expect(refused()).toBe(1)
  expect([...decisionsOf(run).values()].map(({ reason }) => reason.code)).toEqual(
    NAMES.map(() => 'repair-submitted'),
  )
})

test('a node that stays offline: what waited is begun', () => {
  const world = worldWithFullQueue(150)
  const run = world.harep()
  expect([...decisionsOf(run).values()].map(({ reason }) => reason.code)).toEqual(
    NAMES.map(() => 'repair-submitted'),
  )
})
