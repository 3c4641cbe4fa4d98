import { expect, test } from 'vitest'
import { finishRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { runHarep } from '../../../src/run/run-harep.ts'
import { decisionsOf, runOptions, World } from '../world.ts'
import { pass, repairJobs, submit } from './forgotten.ts'

function worldWith(instances: number): World {
  const definition: ClusterDefinition = {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
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

/** A job of somebody else's has the locks of all nodes for 500 s, so that what needs one of them waits. */
function occupyNodes(world: World): void {
  const nodes = ['node1', 'node3', 'node4']
  submit(world, { OP_ID: 'OP_TEST_DELAY', duration: 500, on_master: true, on_nodes: nodes })
  pass(world, 2)
}

const statuses = (world: World) => repairJobs(world).map(job => job.replace(/^\d+ /, ''))

function lost(world: World): readonly string[] {
  const { instances } = world.cluster.snapshot()
  return instances.filter(({ dataLost }) => dataLost).map(({ name }) => name)
}

test('what is not submitted yet when the node comes back is not re-created', () => {
  const world = worldWith(30)
  occupyNodes(world)
  const run = startRun(world.kernel, world.cluster, runHarep(runOptions()))
  while (repairJobs(world).length === 0) world.kernel.step()
  const submitted = repairJobs(world).length
  expect(submitted).toBeLessThan(30)
  world.cluster.setNodeOffline('node2', false)
  finishRun(world.kernel, run)
  expect(repairJobs(world)).toHaveLength(submitted)
  expect(decisionsOf(run).get('db29')).toMatchObject({ state: 'healthy', reason: { code: 'nodes-fine' } })
  pass(world, 1000)
  expect(lost(world)).not.toContain('db29')
})

test('what still waits in the queue when the node comes back is cancelled by the next run', () => {
  const world = worldWith(2)
  occupyNodes(world)
  world.harep()
  pass(world, 5)
  expect(statuses(world)).toEqual(['waiting', 'waiting'])
  world.cluster.setNodeOffline('node2', false)
  const predicted = world.harep({ dryRun: true })
  expect(predicted.events.filter(({ kind }) => kind === 'cancelled')).toHaveLength(2)
  expect(statuses(world)).toEqual(['waiting', 'waiting'])
  world.harep()
  pass(world, 60)
  expect(statuses(world)).toEqual(['canceled', 'canceled'])
  pass(world, 600)
  const [after] = world.cron(2)
  expect(lost(world)).toEqual([])
  expect(after && decisionsOf(after).get('db00')).toMatchObject({ state: 'healthy' })
  expect(world.instance('db00').tags).toEqual(['ganeti:watcher:autorepair:reinstall'])
})

test('a re-creation that is still due is not cancelled', () => {
  const world = worldWith(1)
  occupyNodes(world)
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
  expect(statuses(world)).toEqual(['success'])
})
