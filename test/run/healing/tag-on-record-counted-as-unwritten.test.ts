import { describe, expect, test } from 'vitest'
import { startRun } from '../../../sim/driver/simulated-run.ts'
import type { LuxiService } from '../../../sim/ganeti/luxi-service.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { decisionsOf, runOptions, World } from '../world.ts'
import { pass } from './forgotten.ts'

function worldWithDeadPrimary(): World {
  const world = new World({
    cluster: {
      name: 'cluster.example.com',
      hypervisor: 'fake',
      tags: ['ganeti:watcher:autorepair:failover'],
    },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name })),
    instances: Array.from({ length: 5 }, (_, index) => ({
      name: `inst${index}`,
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 16,
    })),
  })
  world.kill('node2')
  return world
}

function codesOf(run: ReturnType<World['harep']> | undefined): readonly string[] {
  return run === undefined ? [] : [...decisionsOf(run).values()].map(({ reason }) => reason.code)
}

function pendingTags(world: World): number {
  return world.cluster.snapshot().instances.filter(({ tags }) => `${tags}`.includes(':pending:')).length
}

const ALL_FINE = Array.from({ length: 5 }, () => 'nodes-fine')

describe('the process of the tag job dies after three tags, and luxid calls all of its opcodes failed', () => {
  // luxid looks for dead processes every few minutes: within the wait, right at its end, or later.
  test.each(Array.from({ length: 20 }, (_, index) => index * 15))('%d s after luxid began', seconds => {
    const world = worldWithDeadPrimary()
    pass(world, seconds)
    let isDead = false
    world.cluster.watchJobs(({ id }) => {
      if (isDead || pendingTags(world) !== 3) return
      isDead = true
      world.kernel.after(0, () => world.cluster.killJob(id))
    })
    world.harep()
    expect(isDead).toBe(true)
    pass(world, 300)
    expect(codesOf(world.cron(4).at(-1))).toEqual(ALL_FINE)
  })
})

test('luxid refuses once to tell how the tag job is getting on', () => {
  const world = worldWithDeadPrimary()
  let refused = 0
  const service: LuxiService = {
    ...world.cluster,
    handle: (request, reply) => {
      const isFollowing = /"QueryJobs".*"status","opstatus"\]/.test(JSON.stringify(request))
      if (!isFollowing || refused > 0) return world.cluster.handle(request, reply)
      refused += 1
      world.kernel.after(0, () => reply({ success: false, result: 'cannot read the queue', close: false }))
    },
  }
  const run = startRun(world.kernel, service, runHarep(runOptions()))
  world.finish(run)
  expect(refused).toBe(1)
  expect(codesOf(run)).toEqual(Array.from({ length: 5 }, () => 'repair-submitted'))
  pass(world, 300)
  expect(codesOf(world.cron(3).at(-1))).toEqual(ALL_FINE)
})
