import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'

const prereq = (message: unknown, code: string) => ['error', [['OpPrereqError', [message, code]]]]

describe('INSTANCE_MIGRATE', () => {
  const migrate = { OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web1' }

  test('moves a running mirrored instance off a drained node', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.setNodeDrained('node2', true)
    expect(client.run(migrate)).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node3',
      secondaries: ['node2'],
      runningOn: ['node3'],
    })
  })

  test('refuses an instance that does not run', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.crashInstance('web1.example.com')
    const message = "Can't migrate, please use failover: Instance web1.example.com is not running"
    expect(client.run(migrate)).toEqual(prereq(message, 'wrong_state'))
  })

  test('becomes a failover where that is allowed', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.powerOff('node2')
    client.cluster.setNodeOffline('node2', true)
    expect(client.run(migrate)).toEqual(
      prereq("Can't migrate, please use failover: Node is marked offline", 'wrong_state'),
    )
    expect(client.run({ ...migrate, allow_failover: true })).toEqual(['success', [null]])
    expect(client.instance('web1.example.com').status).toBe('running')
  })

  test('refuses local disks, and takes hail for shared ones', () => {
    const client = new Client(smallCluster(LOCAL, SHARED))
    expect(client.run({ ...migrate, instance_name: 'db1' })).toEqual(
      prereq("Instance's disk layout 'plain' does not allow migrations", 'wrong_state'),
    )
    expect(client.run({ ...migrate, instance_name: 'mail1', iallocator: 'hail' })).toEqual([
      'success',
      [null],
    ])
    expect(client.instance('mail1.example.com').primary).not.toBe('node2')
  })
})

describe('INSTANCE_MOVE', () => {
  const move = { OP_ID: 'OP_INSTANCE_MOVE', instance_name: 'db1', target_node: 'node4' }

  test('takes the data along, and the time that needs', () => {
    const client = new Client({ ...smallCluster(LOCAL), timing: DEFAULT_TIMING })
    client.cluster.setNodeDrained('node2', true)
    const startUs = client.kernel.nowUs
    expect(client.run(move)).toEqual(['success', [null]])
    expect(client.kernel.nowUs - startUs).toBeGreaterThan(20_000_000)
    expect(client.instance('db1.example.com')).toMatchObject({
      primary: 'node4',
      status: 'running',
      dataLost: false,
      disks: [{ generation: 1, content: 'original' }],
    })
  })

  test('that loses its target while it copies leaves the instance where it was, stopped', () => {
    const client = new Client({ ...smallCluster(LOCAL), timing: DEFAULT_TIMING })
    const id = client.submit(move)
    client.kernel.runUntil(client.kernel.nowUs + 5_000_000)
    expect(client.instance('db1.example.com').runningOn).toEqual([])
    client.cluster.powerOff('node4')
    client.settle()
    expect(client.jobs([id], ['opresult'])).toEqual([
      [[['OpExecError', ['Errors during disk copy: Failed to transfer instance data']]]],
    ])
    expect(client.instance('db1.example.com')).toMatchObject({ primary: 'node2', status: 'ERROR_down' })
  })

  test('refuses mirrored disks, its own node and a drained one', () => {
    const client = new Client(smallCluster(LOCAL, MIRRORED))
    expect(client.run({ ...move, instance_name: 'web1' })).toEqual(
      prereq('Instance disk 0 has disk type drbd and is not suitable for copying', 'wrong_state'),
    )
    expect(client.run({ ...move, target_node: 'node2' })).toMatchObject(
      prereq(expect.stringContaining('is already on the node node2'), 'wrong_state'),
    )
    client.cluster.setNodeDrained('node4', true)
    expect(client.run(move)).toEqual(prereq("Can't use drained node node4", 'wrong_state'))
  })
})

describe('TEST_DELAY', () => {
  const delay = { OP_ID: 'OP_TEST_DELAY', duration: 10 }

  test('takes its time and nothing else', () => {
    const client = new Client(smallCluster())
    const startUs = client.kernel.nowUs
    expect(client.run(delay)).toEqual(['success', [null]])
    expect(client.kernel.nowUs - startUs).toBe(10_000_000)
  })

  test('delays run one after another: each locks the master’s node', () => {
    const client = new Client(smallCluster())
    const startUs = client.kernel.nowUs
    client.submit({ ...delay, no_locks: true })
    client.submit({ ...delay, no_locks: true })
    client.submit({ ...delay, on_master: false, on_nodes: ['node2'] })
    client.settle()
    expect(client.kernel.nowUs - startUs).toBe(20_000_000)
  })

  test('refuses a duration that is not positive', () => {
    const client = new Client(smallCluster())
    expect(client.run({ ...delay, duration: 0 })).toEqual([
      'error',
      [['OpPrereqError', ['Duration must be greater than zero']]],
    ])
  })

  test.each([
    [10, 'TEST_DELAY(10.0)'],
    [0.5, 'TEST_DELAY(0.5)'],
    [0.05, 'TEST_DELAY(5.0e-2)'],
    [12_345_678.9, 'TEST_DELAY(1.23456789e7)'],
  ])('%d is shown as %s', (duration, summary) => {
    const client = new Client(smallCluster())
    const id = client.submit({ ...delay, duration })
    expect(client.jobs([id], ['summary'])).toEqual([[[summary]]])
  })
})

describe('NODE_SET_PARAMS', () => {
  const set = { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2' }
  const node = (client: Client) => client.cluster.snapshot().nodes.find(({ name }) => name === 'node2')

  test('marks a node offline, and online again once it answers', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.powerOff('node2')
    expect(client.run({ ...set, offline: true })).toEqual([
      'success',
      [
        [
          ['master_candidate', 'False'],
          ['offline', 'True'],
        ],
      ],
    ])
    expect(node(client)).toMatchObject({ offline: true, drained: false })
    expect(client.run({ ...set, offline: false })).toMatchObject(
      prereq(expect.stringContaining('fails to report its version'), 'wrong_state'),
    )
    client.cluster.powerOn('node2')
    expect(client.run({ ...set, offline: false })).toMatchObject([
      'success',
      [
        [
          ['master_candidate', 'True'],
          ['offline', 'False'],
        ],
      ],
    ])
    expect(node(client)).toMatchObject({ offline: false })
    expect(client.call('QueryNodes', ['node2'], ['role'], false)).toEqual([['C']])
  })

  test('a drained node that goes offline is no longer drained', () => {
    const client = new Client(smallCluster())
    client.run({ ...set, drained: true })
    expect(node(client)).toMatchObject({ offline: false, drained: true })
    client.run({ ...set, offline: true })
    expect(node(client)).toMatchObject({ offline: true, drained: false })
  })

  test('refuses contradictions, the master, and to take a node from its instances', () => {
    const client = new Client(smallCluster(MIRRORED))
    expect(client.run(set)).toEqual(prereq('Please pass at least one modification', 'wrong_input'))
    expect(client.run({ ...set, offline: true, drained: true })).toEqual(
      prereq("Can't set the node into more than one state at the same time", 'wrong_input'),
    )
    expect(client.run({ ...set, node_name: 'node1', offline: true })).toEqual(
      prereq('The master role can be changed only via master-failover', 'wrong_input'),
    )
    expect(client.run({ ...set, vm_capable: false })).toEqual(
      prereq('Node node2 hosts instances, cannot unset the vm_capable flag', 'wrong_state'),
    )
  })
})
