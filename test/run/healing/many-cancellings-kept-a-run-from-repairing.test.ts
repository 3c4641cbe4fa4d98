import { expect, test } from 'vitest'
import { clusterOf, drbd } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'

const ALLOW_FAILOVER = 'ganeti:watcher:autorepair:failover'

const SECONDARIES = ['node1', 'node3', 'node6', 'node8']

const webs = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    drbd(`web${index}`, ['node2', SECONDARIES[index % SECONDARIES.length] ?? ''], 'failover', {
      memoryMiB: 64,
    }),
  )

/* Many failovers wait for nodes that another job has locked for hours, two to each of these have a process; then their own node is back. */
function failoversThatAreNoLongerDue(count: number): Stage {
  const world = new Stage(
    clusterOf(8, [...webs(count), drbd('zdb', ['node4', 'node5'], 'failover', { memoryMiB: 64 })], {
      cluster: { name: 'cluster.example.com', hypervisor: 'fake', maxRunningJobs: 50 },
    }),
  )
  world.kill('node2')
  world.submit({ OP_ID: 'OP_TEST_DELAY', duration: 20_000, on_master: false, on_nodes: SECONDARIES })
  world.pass(3)
  world.harep()
  world.pass(300)
  return world
}

function secondsOf(world: Stage, act: () => void): number {
  const startUs = world.kernel.nowUs
  act()
  return (world.kernel.nowUs - startUs) / 1e6
}

test('a run cancelled forty repairs, each for half a minute, while another instance was down', () => {
  const world = failoversThatAreNoLongerDue(40)
  world.revive('node2')
  world.kill('node4')
  let isUpUs = Number.POSITIVE_INFINITY
  world.once('OP_INSTANCE_FAILOVER', 'success', () => {
    isUpUs = world.kernel.nowUs
  })
  const startUs = world.kernel.nowUs
  const run = world.harep()
  world.pass(60)
  expect((isUpUs - startUs) / 1e6).toBeLessThan(200)
  // What waited in the queue was cancelled before what has a process, and so did not get its slot.
  expect(run.events.filter(({ kind }) => kind === 'cancelled').length).toBeGreaterThan(30)
  const warnings = run.events.filter(({ kind }) => kind === 'warning')
  expect(warnings).toMatchObject([
    { warning: expect.stringMatching(/^\d repairs that are no longer due may still begin/) },
  ])
  world.cron(3)
  expect(world.unfinishedRepairs().filter(({ instance }) => instance !== 'zdb')).toEqual([])
  for (let index = 0; index < 40; index += 1)
    expect(world.instance(`web${index}`)).toMatchObject({ primary: 'node2', tags: [ALLOW_FAILOVER] })
  expect(world.violations).toEqual([])
})

test('beside a silent master candidate a run asked for sixty removals of tags at once, and ended when luxid did not answer in time', () => {
  const world = failoversThatAreNoLongerDue(60)
  world.cluster.powerOff('node7')
  world.revive('node2')
  for (const { id } of world.unfinishedRepairs()) world.ask('CancelJob', id)
  world.pass(900)
  expect(world.unfinishedRepairs()).toEqual([])
  for (let runs = 0; runs < 3; runs += 1) {
    const seconds = secondsOf(world, () => {
      const run = world.harep()
      expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
      expect(run.events.filter(({ kind }) => kind === 'warning' || kind === 'problem')).toEqual([])
    })
    expect(seconds).toBeLessThan(400)
    world.pass(300)
  }
  for (let index = 0; index < 60; index += 1)
    expect(world.instance(`web${index}`).tags).toEqual([ALLOW_FAILOVER])
})

test('beside a silent master candidate a run cancels what it has time for, and the next ones go on', () => {
  const world = failoversThatAreNoLongerDue(60)
  world.cluster.powerOff('node7')
  world.revive('node2')
  for (let runs = 0; runs < 8; runs += 1) {
    const seconds = secondsOf(world, () => {
      expect(world.harep().outcome).toEqual({ kind: 'returned', value: 0 })
    })
    expect(seconds).toBeLessThan(400)
    world.pass(100)
  }
  expect(world.unfinishedRepairs()).toEqual([])
  for (let index = 0; index < 60; index += 1)
    expect(world.instance(`web${index}`)).toMatchObject({ primary: 'node2', tags: [ALLOW_FAILOVER] })
  expect(world.violations).toEqual([])
})

test('beside six silent master candidates a run asked for the tags of sixty refusals at once', () => {
  const instances = Array.from({ length: 60 }, (_, index) =>
    drbd(`web${index}`, ['node2', 'node3'], 'fix-storage', { memoryMiB: 64 }),
  )
  const world = new Stage(clusterOf(12, instances))
  world.kill('node2')
  for (const number of [7, 8, 9, 10, 11, 12]) world.cluster.powerOff(`node${number}`)
  const run = world.harep()
  expect(run.outcome).toEqual({ kind: 'returned', value: 0 })
  expect(run.events.filter(({ kind }) => kind === 'forbidden')).toHaveLength(16)
  expect(run.events).toContainEqual({
    kind: 'warning',
    warning:
      'the tags of 44 instances are left to the next run: to write so many at once would take luxid too long',
  })
  world.pass(300)
  expect(world.harep().events.filter(({ kind }) => kind === 'forbidden')).toHaveLength(16)
})
