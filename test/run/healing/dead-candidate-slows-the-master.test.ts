import { expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { returnedBy, World } from '../world.ts'

/*
 * A master candidate that is dead and not marked offline costs the master 5 s at each change of a job's status. Tags then take
 * minutes; repairs used to be cancelled since their tags were late.
 */
const CLUSTER: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags: ['ganeti:watcher:autorepair:reinstall'] },
  groups: [{ name: 'default' }],
  nodes: ['node1', 'node2', 'node3', 'node4', 'node5', 'node6'].map(name => ({ name, memoryMiB: 65_536 })),
  instances: Array.from({ length: 20 }, (_, index) =>
    index % 4 === 0
      ? { name: `inst${index}`, diskTemplate: 'plain' as const, primary: 'node2', memoryMiB: 128 }
      : {
          name: `inst${index}`,
          diskTemplate: 'drbd' as const,
          primary: 'node2',
          secondary: `node${3 + (index % 3)}`,
          memoryMiB: 128,
        },
  ),
}

test('twenty repairs are begun by one run although a dead candidate slows the master, and all heal', () => {
  const world = new World(CLUSTER)
  world.kill('node2')
  world.cluster.powerOff('node6')
  const runs = world.cron(6)
  expect(runs[0]?.events.filter(({ kind }) => kind === 'begun')).toHaveLength(20)
  for (const { outcome } of runs) expect(returnedBy(outcome)).toBe(0)
  const statuses = world.cluster.snapshot().instances.map(({ status }) => status)
  expect(statuses).toEqual(CLUSTER.instances?.map(() => 'running'))
})
