import { expect, test } from 'vitest'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

const setParams = (more: object) => ({
  OP_ID: 'OP_INSTANCE_SET_PARAMS',
  instance_name: 'db1',
  ...more,
})

test('INSTANCE_SET_PARAMS marks a stopped instance as offline, and back', () => {
  const client = new Client(smallCluster({ ...LOCAL, adminState: 'down' }))
  expect(client.run(setParams({ offline: true }))).toEqual(['success', [[['admin_state', 'offline']]]])
  expect(client.instance('db1.example.com')).toMatchObject({ adminState: 'offline', status: 'ADMIN_offline' })
  expect(client.run(setParams({ offline: false }))).toEqual(['success', [[['admin_state', 'down']]]])
})

test('INSTANCE_SET_PARAMS gives an instance the memory that its node has', () => {
  const client = new Client(smallCluster({ ...LOCAL, adminState: 'down' }))
  expect(client.run(setParams({ beparams: { memory: 1_024 } }))).toEqual([
    'success',
    [
      [
        ['be/maxmem', 1_024],
        ['be/minmem', 1_024],
      ],
    ],
  ])
  expect(client.call('QueryInstances', ['db1.example.com'], ['be/maxmem', 'be/minmem'], false)).toEqual([
    [1_024, 1_024],
  ])
  expect(client.run(setParams({ beparams: { maxmem: 20_000 } }))).toEqual([
    'error',
    [
      [
        'OpPrereqError',
        [
          'This change will prevent the instance from starting, due to 4640 MB of memory missing on its primary node',
          'insufficient_resources',
        ],
      ],
    ],
  ])
})

test('GROUP_SET_PARAMS changes the allocation policy', () => {
  const client = new Client(smallCluster())
  const change = { OP_ID: 'OP_GROUP_SET_PARAMS', group_name: 'other' }
  expect(client.run({ ...change, alloc_policy: 'unallocable' })).toEqual(['success', [[]]])
  expect(client.call('QueryGroups', ['other'], ['alloc_policy'], false)).toEqual([['unallocable']])
  expect(client.run(change)).toEqual([
    'error',
    [['OpPrereqError', ['Please pass at least one modification', 'wrong_input']]],
  ])
})

test('CLUSTER_SET_PARAMS changes the number of job slots', () => {
  const client = new Client(smallCluster())
  expect(client.run({ OP_ID: 'OP_CLUSTER_SET_PARAMS', max_running_jobs: 3 })).toEqual(['success', [null]])
  expect(client.call('QueryClusterInfo')).toMatchObject({ max_running_jobs: 3 })
})

test('INSTANCE_QUERY_DATA shows what gnt-instance info does', () => {
  const client = new Client(smallCluster(MIRRORED))
  expect(client.run({ OP_ID: 'OP_INSTANCE_QUERY_DATA', instances: ['web1'] })).toMatchObject([
    'success',
    [
      {
        'web1.example.com': {
          config_state: 'up',
          run_state: 'up',
          pnode: 'node2',
          snodes: ['node3'],
          snodes_group_names: ['default'],
          disk_template: 'drbd',
          disks: [{ iv_name: 'disk/0', drbd_info: { primary_node: 'node2', secondary_node: 'node3' } }],
          be_actual: { maxmem: 512 },
        },
      },
    ],
  ])
})

test('TAGS_GET and TAGS_SEARCH read what is there', () => {
  const client = new Client(smallCluster({ ...LOCAL, tags: ['b', 'a'] }))
  expect(client.run({ OP_ID: 'OP_TAGS_GET', kind: 'instance', name: 'db1' })).toEqual([
    'success',
    [['a', 'b']],
  ])
  expect(client.run({ OP_ID: 'OP_TAGS_SEARCH', pattern: '^b$' })).toEqual([
    'success',
    [[['/instances/db1.example.com', 'b']]],
  ])
})
