import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'

const FAILOVER = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' }

function withDeadNode2(): Client {
  const client = new Client(smallCluster(MIRRORED, LOCAL, SHARED))
  client.cluster.powerOff('node2')
  client.cluster.setNodeOffline('node2', true)
  return client
}

describe('of a mirrored instance', () => {
  test('swaps its nodes and starts it again', () => {
    const client = withDeadNode2()
    expect(client.instance('web1.example.com')).toMatchObject({ status: 'ERROR_nodeoffline', runningOn: [] })
    expect(client.run(FAILOVER)).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node3',
      secondaries: ['node2'],
      status: 'running',
      runningOn: ['node3'],
      disks: [{ generation: 1 }],
      dataLost: false,
    })
  })

  test('leaves a stopped one stopped', () => {
    const client = new Client(smallCluster({ ...MIRRORED, adminState: 'down' }))
    expect(client.run(FAILOVER)).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({ primary: 'node3', status: 'ADMIN_down' })
  })

  test('is refused to a drained node', () => {
    const client = withDeadNode2()
    client.cluster.setNodeDrained('node3', true)
    expect(client.run(FAILOVER)).toEqual([
      'error',
      [['OpPrereqError', ["Can't use drained node node3", 'wrong_state']]],
    ])
  })

  test('is refused where the secondary is offline, and where it has too little memory', () => {
    const client = withDeadNode2()
    client.cluster.setNodeOffline('node3', true)
    expect(client.run(FAILOVER)).toEqual([
      'error',
      [['OpPrereqError', ["Can't get data from node node3: Node is marked offline", 'environment_error']]],
    ])
    const full = new Client(
      smallCluster(MIRRORED, { ...LOCAL, name: 'big', primary: 'node3', memoryMiB: 15_000 }),
    )
    expect(full.run(FAILOVER)).toEqual([
      'error',
      [
        [
          'OpPrereqError',
          [
            'Not enough memory on node node3 for migrating instance web1.example.com: needed 512 MiB, available 360 MiB',
            'insufficient_resources',
          ],
        ],
      ],
    ])
  })

  test('fails where the primary is dead and not marked so: its disks are degraded, the guest might still run', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.powerOff('node2')
    expect(client.run(FAILOVER)).toEqual([
      'error',
      [['OpExecError', ['Disk 0 is degraded on target node, aborting failover']]],
    ])
    expect(client.instance('web1.example.com')).toMatchObject({ primary: 'node2', status: 'ERROR_nodedown' })
  })

  test('starts a second copy where the node is marked offline and runs all the same', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.setNodeOffline('node2', true)
    client.run(FAILOVER)
    expect(client.instance('web1.example.com').runningOn).toEqual(['node2', 'node3'])
  })

  test('takes no target but the secondary', () => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run({ ...FAILOVER, target_node: 'node4' })).toMatchObject([
      'error',
      [
        [
          'OpPrereqError',
          [expect.stringContaining('cannot be failed over to arbitrary nodes'), 'wrong_input'],
        ],
      ],
    ])
  })
})

test('of an instance with local disks is refused', () => {
  const client = withDeadNode2()
  expect(client.run({ ...FAILOVER, instance_name: 'db1' })).toEqual([
    'error',
    [['OpPrereqError', ["Instance's disk layout 'plain' does not allow failovers", 'wrong_state']]],
  ])
})

describe('of an instance on shared storage', () => {
  test('goes where hail says, in its group', () => {
    const client = withDeadNode2()
    expect(client.run({ ...FAILOVER, instance_name: 'mail1', iallocator: 'hail' })).toEqual([
      'success',
      [null],
    ])
    const after = client.instance('mail1.example.com')
    expect(['node1', 'node3', 'node4']).toContain(after.primary)
    expect(after).toMatchObject({ status: 'running', secondaries: [], runningOn: [after.primary] })
  })

  test('goes where it is told', () => {
    const client = withDeadNode2()
    expect(client.run({ ...FAILOVER, instance_name: 'mail1', target_node: 'node4' })).toEqual([
      'success',
      [null],
    ])
    expect(client.instance('mail1.example.com').primary).toBe('node4')
  })

  test('fails for everybody while another node is dead and not marked so', () => {
    const client = withDeadNode2()
    client.cluster.powerOff('node4')
    expect(client.run({ ...FAILOVER, instance_name: 'mail1', iallocator: 'hail' })).toMatchObject([
      'error',
      [['OpExecError', [expect.stringContaining("Can't get data for node node4")]]],
    ])
  })
})

test('the name of an unknown instance is an error of the job, before it has locks', () => {
  const client = new Client(smallCluster(MIRRORED))
  const id = client.submit({ ...FAILOVER, instance_name: 'nosuch' })
  client.settle()
  expect(client.jobs([id], ['opresult', 'opexec'])).toEqual([
    [[['OpPrereqError', ["Instance 'nosuch' not known", 'unknown_entity']]], [null]],
  ])
})
