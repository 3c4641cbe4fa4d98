import { expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { decisionsOf, World } from '../world.ts'
import { pass } from './forgotten.ts'

const DATABASE = {
  diskTemplate: 'plain' as const,
  memoryMiB: 128,
  disksMiB: [2000],
  tags: ['ganeti:watcher:autorepair:reinstall'],
}

const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3'].map(name => ({ name, memoryMiB: 4096, diskMiB: 3000 })),
  instances: [
    { ...DATABASE, name: 'db1', primary: 'node2' },
    { ...DATABASE, name: 'db2', primary: 'node3' },
  ],
}

test('the room of a re-creation that still waits in the queue is not given to another one', () => {
  const world = new World(CLUSTER)
  world.kill('node2')
  world.harep({ jobDelaySeconds: 600 })
  pass(world, 300)
  world.kill('node3')
  expect(decisionsOf(world.harep()).get('db2')?.reason).toMatchObject({ code: 'no-room' })
  pass(world, 900)
  world.cron(2)
  expect(world.instance('db1')).toMatchObject({ status: 'running', primary: 'node1' })
  expect(world.instance('db2').tags.filter(tag => tag.includes(':failure:'))).toEqual([])
})
