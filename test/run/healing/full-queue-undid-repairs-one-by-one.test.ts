import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { decisionsOf, World } from '../world.ts'
import { clusterOfOneSlot, occupyQueue, pass, repairJobs } from './forgotten.ts'

/** A cluster with one slot for jobs, and so many instances whose primary has died. */
function worldOf(count: number): World {
  const definition: ClusterDefinition = clusterOfOneSlot(
    5,
    Array.from({ length: count }, (_, index) => ({
      name: `inst${index}`,
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 16,
    })),
  )
  const world = new World(definition)
  world.kill('node2')
  return world
}

function statusesOf(world: World): ReadonlySet<string> {
  return new Set(world.cluster.snapshot().instances.map(({ status }) => status))
}

function codesOf(run: ReturnType<World['harep']>): readonly string[] {
  return [...decisionsOf(run).values()].map(({ reason }) => reason.code)
}

/** Repairs that are cancelled though a tag tells that they are pending: a human would have to clear each. */
function cancelledOnRecord(world: World): readonly string[] {
  const { instances, jobs } = world.cluster.snapshot()
  const tags = instances.flatMap(instance => instance.tags)
  return jobs
    .filter(({ status }) => status === 'canceled')
    .filter(({ id }) => tags.some(tag => tag.includes(':pending:') && tag.endsWith(`:${id}`)))
    .map(({ id }) => `${id}`)
}

test('a run with much to do gave up sixty repairs one after the other, for five minutes', () => {
  const world = worldOf(60)
  occupyQueue(world, 400)
  const startUs = world.kernel.nowUs
  const run = world.harep()
  expect((world.kernel.nowUs - startUs) / 1e6).toBeLessThan(300)
  const submitted = repairJobs(world)
  expect(submitted.length).toBeLessThan(20)
  expect(submitted.every(job => job.endsWith(' canceled'))).toBe(true)
  const warnings = run.events.flatMap(event => (event.kind === 'warning' ? [event.warning] : []))
  expect(warnings).toEqual([
    expect.stringMatching(/^job \d+, which writes tags, has not begun yet: 1 job is under way/),
    expect.stringMatching(`^${60 - submitted.length} repairs wait: nothing more is begun, since job \\d+`),
  ])
  // A queue that no job leaves needs no jobs of ours: the second chunk's tags were not even tried.
  const tagJobs = world.cluster.snapshot().jobs.filter(({ summary }) => `${summary}`.includes('TAGS_SET'))
  expect(tagJobs).toHaveLength(1)
  expect(codesOf(run)).toEqual(Array.from({ length: 60 }, () => 'problem'))
  pass(world, 200)
  world.cron(2)
  expect(statusesOf(world)).toEqual(new Set(['running']))
})

describe('a slot that comes free in time is used, whenever the next look would be', () => {
  test.each([1, 4.9, 5.1, 14.9, 15.1, 16.3, 16.4, 16.5, 29.9, 31.4, 44, 46, 46.6, 46.8, 100, 200, 240])(
    'after %d s',
    seconds => {
      const world = worldOf(5)
      occupyQueue(world, seconds)
      expect(codesOf(world.harep())).toEqual(Array.from({ length: 5 }, () => 'repair-submitted'))
    },
  )

  test.each([6, 16.4, 51, 53, 55, 63, 80, 86, 90, 92, 150, 250])(
    'after %d s, while a silent node slows the master',
    seconds => {
      const world = worldOf(5)
      world.cluster.powerOff('node5')
      occupyQueue(world, seconds)
      expect(codesOf(world.harep())).toEqual(Array.from({ length: 5 }, () => 'repair-submitted'))
    },
  )
})

test('a tag that was written while its job was being cancelled counted as unwritten', () => {
  let interrupted = 0
  for (let hundredths = 24150; hundredths <= 24200; hundredths += 1) {
    const world = worldOf(5)
    occupyQueue(world, hundredths / 100)
    const run = world.harep()
    expect(cancelledOnRecord(world)).toEqual([])
    const jobs = world.cluster.snapshot().jobs.filter(({ summary }) => `${summary}`.includes('TAGS_SET'))
    if (jobs.length > 1) interrupted += 1
    expect(new Set(codesOf(run)).size).toBe(1)
    world.cron(4)
    expect(statusesOf(world)).toEqual(new Set(['running']))
  }
  expect(interrupted).toBeGreaterThan(0)
})

test('with two silent nodes a run still ends within its quarter of an hour', () => {
  const world = worldOf(60)
  world.cluster.powerOff('node4')
  world.cluster.powerOff('node5')
  occupyQueue(world, 3000)
  const startUs = world.kernel.nowUs
  const run = world.harep()
  expect((world.kernel.nowUs - startUs) / 1e6).toBeLessThan(900)
  expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
  expect(cancelledOnRecord(world)).toEqual([])
})
