import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { returnedBy, World } from './world.ts'

/**
 * The money path: harep is killed before and after every single effect of a run, and then run again by cron. A submission
 * that no tag names, a tag whose predecessor was not removed, a result that was not written: each must end well.
 */
const ALLOW = 'ganeti:watcher:autorepair:'
const STORIES = {
  'a failover begins': { before: [], victims: ['node2'] },
  'a failover has ended, and a new secondary is due': { before: ['run'], victims: ['node2'] },
  'both of two instances of one node': { before: [], victims: ['node2'] },
  'a refusal is recorded': { before: [], victims: ['node4'] },
  'a re-creation begins': { before: [], victims: ['node5'] },
} as const

const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4', 'node5', 'node6'].map(name => ({ name })),
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 512,
      tags: [`${ALLOW}failover`],
    },
    {
      name: 'web2',
      diskTemplate: 'drbd',
      primary: 'node3',
      secondary: 'node2',
      memoryMiB: 512,
      tags: [`${ALLOW}failover`],
    },
    {
      name: 'low1',
      diskTemplate: 'drbd',
      primary: 'node4',
      secondary: 'node3',
      memoryMiB: 512,
      tags: [`${ALLOW}fix-storage`],
    },
    { name: 'db1', diskTemplate: 'plain', primary: 'node5', memoryMiB: 512, tags: [`${ALLOW}reinstall`] },
  ],
}

type Story = (typeof STORIES)[keyof typeof STORIES]

/** How long things take: as on a real cluster, or nothing at all, so that a repair is over before its tag is written. */
const PACES = {
  'at a real pace': { timing: {}, options: {} },
  'in no time': { timing: NO_TIME, options: { jobDelaySeconds: 0 } },
} as const

type Pace = (typeof PACES)[keyof typeof PACES]

function prepare(story: Story, { timing, options }: Pace): World {
  const world = new World({ ...CLUSTER, timing })
  world.kill(...story.victims)
  if (story.before.length > 0) world.cron(1, options)
  return world
}

function repairs(world: World, filter: (status: string) => boolean) {
  const repair = /^INSTANCE_(FAILOVER|REPLACE_DISKS|RECREATE_DISKS)\((.*)\)$/
  return world.cluster
    .snapshot()
    .jobs.filter(({ status }) => filter(status))
    .flatMap(({ summary }) => summary.flatMap(text => repair.exec(text)?.[2] ?? []))
}

function end(world: World) {
  const { instances } = world.cluster.snapshot()
  return instances.map(({ name, primary, secondaries, status, adminState, dataLost, tags }) => {
    const onOwnNodes = [primary, ...secondaries].every(node => node !== 'node2' || name === 'none')
    const kinds = tags.map(tag => tag.replace(/:[0-9a-f-]{36}:\d+:/, ':ID:TIME:').replace(/:\d+$/, ':JOB'))
    return { name, status, adminState, dataLost, onOwnNodes, kinds }
  })
}

const unfinished = (status: string) => ['queued', 'waiting', 'canceling', 'running'].includes(status)

const both = Object.keys(PACES).flatMap(pace => Object.keys(STORIES).map(story => ({ pace, story })))

describe.each(both)('$story, $pace', names => {
  // Object.keys forgets that its strings are the keys they are.
  const [pace, story] = [
    PACES[names.pace as keyof typeof PACES],
    STORIES[names.story as keyof typeof STORIES],
  ]
  const { options } = pace
  const calm = prepare(story, pace)
  const effects = calm.harep(options).effects.length
  calm.cron(4, options)
  const points = Array.from({ length: effects }, (_, effect) => [
    { effect, when: 'before' as const },
    { effect, when: 'after' as const },
  ]).flat()

  test(`ends as if nothing had happened, from each of ${points.length} deaths`, () => {
    for (const point of points) {
      const world = prepare(story, pace)
      expect(world.harep(options, point).outcome).toEqual({ kind: 'killed' })
      for (let run = 0; run < 5; run += 1) {
        world.kernel.runUntil(world.kernel.nowUs + 5_000_000)
        const inFlight = repairs(world, unfinished)
        expect(inFlight, `repairs in flight after a death ${point.when} effect ${point.effect}`).toEqual([
          ...new Set(inFlight),
        ])
        const [done] = world.cron(1, options)
        expect(returnedBy(done?.outcome)).toBe(0)
      }
      expect(end(world), `killed ${point.when} effect ${point.effect}`).toEqual(end(calm))
      expect(repairs(world, () => true).sort()).toEqual(repairs(calm, () => true).sort())
    }
  })
})

test('classic, killed anywhere, repeats a repair as the original does, and still loses nothing', () => {
  const story = STORIES['a failover begins']
  const pace = PACES['at a real pace']
  const calm = prepare(story, pace)
  const effects = calm.harep({ classic: true }).effects.length
  for (let effect = 0; effect < effects; effect += 1) {
    for (const when of ['before', 'after'] as const) {
      const world = prepare(story, pace)
      world.harep({ classic: true }, { effect, when })
      world.kernel.runUntil(world.kernel.nowUs + 5 * 60 * 1_000_000)
      world.cron(4, { classic: true })
      expect(world.instance('web1'), `killed ${when} effect ${effect}`).toMatchObject({
        status: 'running',
        primary: 'node3',
        dataLost: false,
      })
    }
  }
})
