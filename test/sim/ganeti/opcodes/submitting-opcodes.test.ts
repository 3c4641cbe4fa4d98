import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

describe('NODE_EVACUATE', () => {
  const evacuate = (more: object) => ({ OP_ID: 'OP_NODE_EVACUATE', node_name: 'node3', ...more })

  test('submits one job for each instance, which says where it comes from', () => {
    const client = new Client(smallCluster(MIRRORED, { ...MIRRORED, name: 'web2.example.com' }))
    const answer = client.run(evacuate({ mode: 'secondary-only', remote_node: 'node4' }))
    expect(answer).toEqual([
      'success',
      [
        {
          jobs: [
            [true, 2],
            [true, 3],
          ],
        },
      ],
    ])
    const [row] = client.jobs([2], ['status', 'ops'])
    expect(row).toMatchObject([
      'success',
      [
        {
          OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
          instance_name: 'web1.example.com',
          remote_node: 'node4',
          comment: 'Submitted by OP_NODE_EVACUATE',
          reason: [
            ['gnt:opcode:node_evacuate', 'job=1;index=0', expect.any(Number)],
            ['gnt:opcode:instance_replace_disks', 'job=2;index=0', expect.any(Number)],
          ],
        },
      ],
    ])
    for (const name of ['web1.example.com', 'web2.example.com']) {
      expect(client.instance(name).secondaries).toEqual(['node4'])
    }
  })

  test('leaves the choice to hail, and fails as a whole where one cannot move', () => {
    const client = new Client(smallCluster(MIRRORED, { ...LOCAL, primary: 'node3' }))
    expect(client.run(evacuate({ mode: 'secondary-only', iallocator: 'hail' }))).toEqual([
      'success',
      [{ jobs: [[true, 2]] }],
    ])
    expect(client.instance('web1.example.com').secondaries).not.toContain('node3')
    expect(client.run(evacuate({ mode: 'primary-only', iallocator: 'hail' }))).toEqual([
      'error',
      [
        [
          'OpExecError',
          ['Unable to evacuate instances db1.example.com (Instances of type plain cannot be relocated)'],
        ],
      ],
    ])
  })
})

test('CLUSTER_VERIFY submits a job for the configuration, and one for each group that waits for it', () => {
  const client = new Client(smallCluster(MIRRORED))
  expect(client.run({ OP_ID: 'OP_CLUSTER_VERIFY' })).toEqual([
    'success',
    [
      {
        jobs: [
          [true, 2],
          [true, 3],
          [true, 4],
        ],
      },
    ],
  ])
  expect(client.jobs([2, 3, 4], ['status', 'opresult'])).toEqual([
    ['success', [true]],
    ['success', [true]],
    ['success', [true]],
  ])
  client.cluster.powerOff('node2')
  client.run({ OP_ID: 'OP_CLUSTER_VERIFY' })
  expect(client.jobs([7], ['opresult'])).toEqual([[[false]]])
  const log = JSON.stringify(client.jobs([7], ['oplog']))
  expect(log).toContain('  - ERROR: node node2: while contacting node: Error 7: Failed to connect')
  expect(log).toContain('instance web1.example.com: instance not running on its primary node node2')
})
