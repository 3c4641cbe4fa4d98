import { expect, test } from 'vitest'
import { decisionsOf, World } from '../world.ts'
import { pass, repairJobs, submit, WEB1 } from './forgotten.ts'

/*
 * A repair was cancelled since its node had come back, and somebody's job had its instance's lock: the tag was told as removed, and
 * stayed.
 */

/** Two repairs wait for the locks of their instances, which two jobs of somebody have for minutes; their node is back. */
function worldWithHeldLocks(): World {
  const world = new World({
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      maxRunningJobs: 4,
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
    // A copy of so much takes minutes.
    instances: ['web1', 'web2'].map(name => ({ ...WEB1, name, disksMiB: [40_000] })),
  })
  world.kill('node3')
  for (const duration of [30, 30, 1, 1])
    submit(world, { OP_ID: 'OP_TEST_DELAY', duration, on_master: true, on_nodes: [] })
  const run = world.start()
  while (tagJobs(world, 'TAGS_SET').length === 0) pass(world, 0.1)
  for (const [instance_name, remote_node] of [
    ['web1', 'node1'],
    ['web2', 'node4'],
  ] as const) {
    const mode = 'replace_new_secondary'
    submit(world, {
      OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
      priority: -10,
      instance_name,
      remote_node,
      mode,
      disks: [],
    })
  }
  world.finish(run)
  pass(world, 60)
  expect(repairJobs(world)).toEqual(['5 waiting', '6 waiting', '8 running', '9 running'])
  world.revive('node3')
  return world
}

function pendingTags(world: World): number {
  return world.cluster.snapshot().instances.filter(({ tags }) => `${tags}`.includes(':pending:')).length
}

function tagJobs(world: World, opcode: 'TAGS_SET' | 'TAGS_DEL'): readonly string[] {
  return world.cluster
    .snapshot()
    .jobs.filter(({ summary }) => summary.some(text => text.startsWith(opcode)))
    .map(({ summary, status }) => `${summary.join()} ${status}`)
}

test('they are not told', () => {
  const world = worldWithHeldLocks()
  const run = world.harep()
  expect(tagJobs(world, 'TAGS_DEL')).toEqual(['TAGS_DEL canceled', 'TAGS_DEL canceled'])
  expect(pendingTags(world)).toBe(2)
  expect(run.events.filter(({ kind }) => kind === 'tags-changed')).toEqual([])
})

test('a later run removes them and asks nobody, though the repairs are due again', () => {
  const world = worldWithHeldLocks()
  world.harep()
  world.kill('node2')
  const run = world.harep()
  expect(run.events.filter(({ kind }) => kind === 'ended')).toMatchObject([
    { instance: 'web1', outcome: 'withdrawn' },
    { instance: 'web2', outcome: 'withdrawn' },
  ])
  for (const { reason } of decisionsOf(run).values()) expect(reason.code).not.toBe('repair-cancelled')
})
