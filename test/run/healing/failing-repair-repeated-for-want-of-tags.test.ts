import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { clusterOfWeb1, killAndWait, pass, repairJobs, submit } from './forgotten.ts'

const ALLOW = 'ganeti:watcher:autorepair:'
const MAX = 4096

function worldWithTags(count: number, type = 'failover'): World {
  const fillers = Array.from({ length: count - 1 }, (_, index) => `filler${index}`)
  const definition = clusterOfWeb1(4, [`${ALLOW}${type}`, ...fillers])
  const world = new World(definition)
  world.kill('node2')
  return world
}

test.each([MAX, MAX - 1])('with %d tags no repair is submitted, since its tags would not fit', count => {
  const world = worldWithTags(count)
  for (const run of world.cron(3)) {
    expect(run.outcome).toEqual({ kind: 'returned', value: 1 })
    expect(decisionsOf(run).get('web1')?.reason).toMatchObject({
      code: 'problem',
      problem: expect.stringMatching(/Ganeti stores 4096/),
    })
  }
  expect(world.cluster.snapshot().jobs).toEqual([])
})

test('with room for the pending tag and the result beside it, a failing repair is tried once', () => {
  const world = worldWithTags(MAX - 2)
  world.harep({ jobDelaySeconds: 10 })
  pass(world, 2)
  killAndWait(world, 1)
  world.cron(3)
  expect(repairJobs(world)).toEqual(['1 error'])
  expect(world.instance('web1').tags.filter(tag => tag.includes(':failure:'))).toHaveLength(1)
})

test('with no room for it, a refusal is not tried to be written', () => {
  const world = worldWithTags(MAX, 'fix-storage')
  const [run] = world.cron(2)
  expect(run?.events).toContainEqual(expect.objectContaining({ kind: 'problem', instance: 'web1' }))
  expect(world.cluster.snapshot().jobs).toEqual([])
})

test('a result for which there is no room is told, and no job tries to write it', () => {
  const world = worldWithTags(MAX - 2)
  world.harep()
  const jobs = world.cluster.snapshot().jobs.length
  submit(world, { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['one-more'] })
  world.cron(3)
  expect(world.instance('web1').tags).toHaveLength(MAX)
  expect(world.cluster.snapshot().jobs).toHaveLength(jobs + 1)
})
