import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { decisionsOf, World } from '../world.ts'
import { occupyQueue, pass, repairJobs } from './forgotten.ts'

const OPTIONS = { jobDelaySeconds: 10, reason: undefined, dryRun: false, classic: false, version: '0' }

function worldWith(instances: number): World {
  const definition: ClusterDefinition = {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', maxRunningJobs: 1 },
    groups: [{ name: 'default' }],
    nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
    instances: Array.from({ length: instances }, (_, index) => ({
      name: `db${String(index).padStart(2, '0')}`,
      diskTemplate: 'plain' as const,
      primary: 'node2',
      memoryMiB: 128,
      adminState: 'down' as const,
      tags: ['ganeti:watcher:autorepair:reinstall'],
    })),
  }
  const world = new World(definition)
  world.cluster.setNodeOffline('node2', true)
  return world
}

function lost(world: World): readonly string[] {
  const { instances } = world.cluster.snapshot()
  return instances.filter(({ dataLost }) => dataLost).map(({ name }) => name)
}

test('what is not submitted yet when the node comes back is not re-created', () => {
  const world = worldWith(22)
  const run = startRun(world.kernel, world.cluster, runHarep(OPTIONS))
  pass(world, 20)
  expect(repairJobs(world)).toHaveLength(20)
  world.cluster.setNodeOffline('node2', false)
  finishRun(world.kernel, run)
  pass(world, 600)
  expect(repairJobs(world)).toHaveLength(20)
  expect(lost(world)).not.toContain('db20')
  expect(lost(world)).not.toContain('db21')
  expect(decisionsOf(run).get('db21')).toMatchObject({ state: 'healthy', reason: { code: 'nodes-fine' } })
})

test('what still waits in the queue when the node comes back is cancelled by the next run', () => {
  const world = worldWith(2)
  occupyQueue(world, 500)
  world.harep()
  expect(repairJobs(world).map(job => job.replace(/^\d+ /, ''))).toEqual(['queued', 'queued'])
  world.cluster.setNodeOffline('node2', false)
  const predicted = world.harep({ dryRun: true })
  expect(repairJobs(world).map(job => job.replace(/^\d+ /, ''))).toEqual(['queued', 'queued'])
  const run = world.harep()
  const cancelled = [predicted, run].map(({ events }) => events.filter(({ kind }) => kind === 'cancelled'))
  expect(cancelled[0]).toHaveLength(2)
  expect(cancelled[1]).toEqual(cancelled[0])
  expect(repairJobs(world).map(job => job.replace(/^\d+ /, ''))).toEqual(['canceled', 'canceled'])
  pass(world, 600)
  const [after] = world.cron(2)
  expect(lost(world)).toEqual([])
  expect(after && decisionsOf(after).get('db00')).toMatchObject({ state: 'repair-failed' })
})

test('a re-creation that is still due is not cancelled', () => {
  const world = worldWith(1)
  occupyQueue(world, 500)
  world.harep()
  expect(world.harep().events.filter(({ kind }) => kind === 'cancelled')).toEqual([])
  pass(world, 600)
  expect(lost(world)).toEqual(['db00'])
})

test('a re-creation that has begun is not cancelled, whatever its nodes are now', () => {
  const world = worldWith(1)
  world.harep()
  const recreated = () => world.instance('db00').primary !== 'node2'
  for (let seconds = 0; seconds < 300 && !recreated(); seconds += 1) pass(world, 1)
  expect(recreated()).toBe(true)
  world.cluster.setNodeOffline('node2', false)
  expect(world.harep().events.filter(({ kind }) => kind === 'cancelled')).toEqual([])
  pass(world, 600)
  expect(repairJobs(world).map(job => job.replace(/^\d+ /, ''))).toEqual(['success'])
})
