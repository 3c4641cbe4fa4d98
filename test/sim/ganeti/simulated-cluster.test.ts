import { expect, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { Client } from './client.ts'
import { MIRRORED, smallCluster } from './small-cluster.ts'

function story(): string {
  const client = new Client(builtInCluster)
  client.cluster.powerOff('node2')
  client.cluster.setNodeOffline('node2', true)
  for (const name of ['web1', 'mail1', 'db2'])
    client.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: name })
  client.submit({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'cache1', iallocator: 'hail' })
  client.settle()
  const jobs = client.call('QueryJobs', [], ['id', 'status', 'opstart', 'opend', 'ops', 'opresult'])
  return JSON.stringify([client.cluster.snapshot(), jobs], null, 1)
}

test('the same story ends the same, to the microsecond', () => {
  const first = story()
  expect(first).toBe(story())
  expect(first).not.toContain('"error"')
})

test('a snapshot cannot be changed', () => {
  const snapshot = new Client(smallCluster(MIRRORED)).cluster.snapshot()
  expect(Object.isFrozen(snapshot.instances[0]?.disks)).toBe(true)
})

test.each([
  ['an unknown node', { ...smallCluster({ ...MIRRORED, primary: 'node9' }) }, /primary node of web1.*node9/],
  ['two of a name', { ...smallCluster(MIRRORED, MIRRORED) }, /two instances are named web1/],
  [
    'drbd without a secondary',
    smallCluster({ name: 'x', diskTemplate: 'drbd', primary: 'node1' }),
    /secondary/,
  ],
  [
    'no master',
    { ...smallCluster(), nodes: [{ name: 'a', offline: true }] },
    /needs a node that can be its master/,
  ],
])('a definition with %s is refused', (_, definition, message) => {
  expect(() => new Client(definition)).toThrow(message)
})

test('the handles refuse names that do not exist, and to take the master away', () => {
  const { cluster } = new Client(smallCluster())
  expect(() => cluster.powerOff('node9')).toThrow('no node node9')
  expect(() => cluster.setTags('instance', 'x', [])).toThrow('no instance x')
  expect(() => cluster.setNodeOffline('node1', true)).toThrow('is the master')
})

test('a thousand instances cost no more than they should', () => {
  const nodes = Array.from({ length: 50 }, (_, index) => ({
    name: `node${index + 1}`,
    memoryMiB: 65_536,
    diskMiB: 1_000_000,
  }))
  const instances = Array.from({ length: 1_000 }, (_, index) => ({
    ...MIRRORED,
    name: `inst${index}`,
    primary: `node${(index % 49) + 2}`,
    secondary: `node${((index + 1) % 49) + 2}`,
  }))
  const client = new Client({ ...smallCluster(...instances), nodes })
  for (const { name } of instances) {
    client.submit({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name, tags: ['a'] })
  }
  client.settle()
  client.cluster.powerOff('node2')
  client.cluster.setNodeOffline('node2', true)
  client.submit(
    ...[...client.cluster.snapshot().instances]
      .filter(({ secondaries }) => secondaries[0] === 'node2')
      .map(({ name }) => ({
        OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
        instance_name: name,
        mode: 'replace_new_secondary',
        iallocator: 'hail',
      })),
  )
  client.settle()
  expect(client.cluster.snapshot().jobs.every(job => job.status === 'success')).toBe(true)
}, 10_000)

test('a node’s flags exclude each other, and clearing one that is clear changes nothing', () => {
  const { cluster } = new Client(smallCluster())
  const node = () => cluster.snapshot().nodes.find(({ name }) => name === 'node2')
  cluster.setNodeDrained('node2', true)
  cluster.setNodeOffline('node2', false)
  expect(node()).toMatchObject({ offline: false, drained: true })
  cluster.setNodeOffline('node2', true)
  expect(node()).toMatchObject({ offline: true, drained: false })
})
