import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { World } from '../world.ts'
import { occupyQueue, pass } from './forgotten.ts'

/**
 * As killed-anywhere, where trouble does not end with the death: the next run comes hours later, the repairs fail, or the
 * queue is so full that tags are written long after they were submitted. Whatever the point of death, no repair is made twice.
 */
const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 512,
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    {
      name: 'db1',
      diskTemplate: 'plain',
      primary: 'node2',
      memoryMiB: 512,
      tags: ['ganeti:watcher:autorepair:reinstall'],
    },
  ],
}

const REPAIR = /^INSTANCE_(FAILOVER|REPLACE_DISKS|RECREATE_DISKS)\(/

function repairs(
  world: World,
): readonly { readonly id: number; readonly status: string; readonly text: string }[] {
  return world.cluster
    .snapshot()
    .jobs.flatMap(({ id, status, summary }) =>
      summary.filter(text => REPAIR.test(text)).map(text => ({ id, status, text })),
    )
}

/** Every repair that has not ended dies, and time passes until luxid has noticed (it looks every few minutes). */
function failRepairs(world: World): void {
  const unfinished = () =>
    repairs(world).filter(({ status }) => !['success', 'error', 'canceled'].includes(status))
  for (let seconds = 0; seconds < 7200 && unfinished().length > 0; seconds += 5) {
    for (const { id, status } of unfinished()) if (status === 'running') world.cluster.killJob(id)
    pass(world, 5)
  }
  if (unfinished().length > 0) throw new Error('a repair does not die')
}

const TROUBLES = {
  'the next run comes hours later': {
    strike: (world: World) => pass(world, 2 * 3600),
    slots: 20,
    result: 'success',
  },
  'the repairs fail': { strike: failRepairs, slots: 20, result: 'failure' },
  'the repairs fail, and tags are late': {
    strike: (world: World) => {
      failRepairs(world)
      occupyQueue(world, 200)
    },
    slots: 1,
    // While a run waits for its tags in so narrow a queue, a repair may succeed.
    result: undefined,
  },
} as const

function begin(maxRunningJobs: number): World {
  const world = new World({ ...CLUSTER, cluster: { ...CLUSTER.cluster, maxRunningJobs } })
  world.kill('node2')
  return world
}

describe.each(Object.entries(TROUBLES))('killed anywhere, and %s', (_, { strike, slots, result }) => {
  const effects = begin(slots).harep().effects.length
  const points = Array.from({ length: effects }, (_unused, effect) => effect).flatMap(effect => [
    { effect, when: 'before' as const },
    { effect, when: 'after' as const },
  ])

  test(`no repair is made twice, from each of ${points.length} deaths`, () => {
    for (const point of points) {
      const world = begin(slots)
      expect(world.harep({}, point).outcome).toEqual({ kind: 'killed' })
      for (let run = 0; run < 4; run += 1) {
        strike(world)
        world.harep()
      }
      pass(world, 600)
      strike(world)
      world.cron(2)
      const where = `killed ${point.when} effect ${point.effect}`
      const made = repairs(world)
        .map(({ text }) => text.replace(/\(([^),]*).*/, '($1)'))
        .sort()
      expect(made, where).toEqual([...new Set(made)])
      expect(made, where).toEqual(
        expect.arrayContaining(['INSTANCE_FAILOVER(web1)', 'INSTANCE_RECREATE_DISKS(db1)']),
      )
      for (const name of ['web1', 'db1']) {
        const repairTags = world.instance(name).tags.filter(tag => /:(pending|result):/.test(tag))
        expect(repairTags, where).toEqual([expect.stringMatching(result ?? /:(success|failure):/)])
      }
    }
  })
})
