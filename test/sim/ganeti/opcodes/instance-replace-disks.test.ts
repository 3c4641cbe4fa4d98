import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

const REPLACE = {
  OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
  instance_name: 'web1',
  mode: 'replace_new_secondary',
}

function withDeadSecondary(): Client {
  const client = new Client(smallCluster(MIRRORED))
  client.cluster.powerOff('node3')
  client.cluster.setNodeOffline('node3', true)
  return client
}

describe('a new secondary', () => {
  test('by hail is in the same group and holds the data', () => {
    const client = withDeadSecondary()
    expect(client.run({ ...REPLACE, iallocator: 'hail' })).toEqual(['success', [null]])
    const after = client.instance('web1.example.com')
    expect(after).toMatchObject({ primary: 'node2', status: 'running', runningOn: ['node2'] })
    expect(['node1', 'node4']).toContain(after.secondaries[0])
    client.cluster.powerOff('node2')
    client.cluster.setNodeOffline('node2', true)
    expect(client.run({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' })).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({ status: 'running', dataLost: false })
  })

  test('by name, although yet another node is dead and not marked', () => {
    const client = withDeadSecondary()
    client.cluster.powerOff('node4')
    expect(client.run({ ...REPLACE, iallocator: 'hail' })).toMatchObject([
      'error',
      [['OpExecError', [expect.stringContaining("Can't get data for node node4")]]],
    ])
    expect(client.run({ ...REPLACE, remote_node: 'node1' })).toEqual(['success', [null]])
    expect(client.instance('web1.example.com').secondaries).toEqual(['node1'])
  })

  test('takes as long as the mirror needs, with the node locks given back', () => {
    const client = new Client({
      ...smallCluster({ ...MIRRORED, disksMiB: [6_000] }),
      timing: DEFAULT_TIMING,
    })
    client.cluster.setNodeOffline('node3', true)
    const id = client.submit({ ...REPLACE, remote_node: 'node4' })
    client.kernel.runUntil(client.kernel.nowUs + 5_000_000)
    expect(client.instance('web1.example.com').secondaries).toEqual(['node4'])
    const names = client.cluster.snapshot().instances
    expect(names).toHaveLength(1)
    expect(JSON.stringify(client.call('Query', 'lock', ['name'], null))).toContain(
      'instance/web1.example.com',
    )
    expect(JSON.stringify(client.call('Query', 'lock', ['name'], null))).not.toContain('node/')
    expect(client.jobs([id], ['status'])).toEqual([['running']])
    client.kernel.runUntil(client.kernel.nowUs + 100_000_000)
    expect(client.jobs([id], ['status'])).toEqual([['success']])
  })

  test('that dies while the mirror is made leaves it in the configuration', () => {
    const client = new Client({ ...smallCluster(MIRRORED), timing: DEFAULT_TIMING })
    client.cluster.setNodeOffline('node3', true)
    const id = client.submit({ ...REPLACE, remote_node: 'node4' })
    client.kernel.runUntil(client.kernel.nowUs + 3_000_000)
    client.cluster.powerOff('node4')
    client.settle()
    expect(client.jobs([id], ['opresult'])).toEqual([[[['OpExecError', ['DRBD device 0 is degraded!']]]]])
    expect(client.instance('web1.example.com').secondaries).toEqual(['node4'])
  })
})

describe('refusals', () => {
  test.each([
    [{}, 'wrong_input', /either an iallocator script must be used or the new node given/],
    [{ iallocator: 'hail', remote_node: 'node4' }, 'wrong_input', /Do not specify both/],
    [{ mode: 'replace_auto', iallocator: 'hail' }, 'wrong_input', /only be used when changing the secondary/],
    [{ remote_node: 'node2' }, 'wrong_input', /is the primary node/],
    [{ remote_node: 'node3' }, 'wrong_input', /already the secondary node/],
    [{ remote_node: 'node1', disks: [0] }, 'wrong_input', /Cannot specify disks/],
    [{ remote_node: 'node4' }, 'wrong_state', /Can't use drained node node4/],
  ])('%j', (parameters, code, message) => {
    const client = withDeadSecondary()
    client.cluster.setNodeDrained('node4', true)
    expect(client.run({ ...REPLACE, ...parameters })).toEqual([
      'error',
      [['OpPrereqError', [expect.stringMatching(message), code]]],
    ])
  })

  test('an offline primary', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.setNodeOffline('node2', true)
    expect(client.run({ ...REPLACE, remote_node: 'node1' })).toEqual([
      'error',
      [['OpPrereqError', ["Can't use offline node: node2", 'wrong_state']]],
    ])
  })

  test('an instance that is not mirrored', () => {
    const client = new Client(smallCluster(LOCAL))
    expect(client.run({ ...REPLACE, instance_name: 'db1', remote_node: 'node1' })).toMatchObject([
      'error',
      [['OpPrereqError', [expect.stringContaining('strange layout'), 'internal_error']]],
    ])
  })

  test('by hail where no node has room, and where there is no node', () => {
    const client = new Client(
      smallCluster(
        { ...MIRRORED, disksMiB: [60_000] },
        {
          name: 'filler1',
          diskTemplate: 'plain',
          primary: 'node1',
          disksMiB: [60_000],
        },
        { name: 'filler4', diskTemplate: 'plain', primary: 'node4', disksMiB: [60_000] },
      ),
    )
    client.cluster.setNodeOffline('node3', true)
    const refused = (info: string) => [
      'error',
      [
        [
          'OpPrereqError',
          [`Can't compute nodes using iallocator 'hail': Request failed: ${info}`, 'insufficient_resources'],
        ],
      ],
    ]
    expect(client.run({ ...REPLACE, iallocator: 'hail' })).toEqual(
      refused("Can't find any good node:  Node node4 failed: FailDisk; Node node1 failed: FailDisk;"),
    )
    client.cluster.setNodeDrained('node4', true)
    client.cluster.powerOff('node4')
    client.cluster.setNodeOffline('node4', true)
    expect(client.run({ ...REPLACE, iallocator: 'hail' })).toEqual(
      refused("Can't find any good node:  Node node1 failed: FailDisk;"),
    )
  })

  test('a node that still holds volumes of that name', () => {
    const client = withDeadSecondary()
    client.run({ ...REPLACE, remote_node: 'node4' })
    client.cluster.powerOn('node3')
    client.cluster.setNodeOffline('node3', false)
    expect(client.run({ ...REPLACE, remote_node: 'node3' })).toMatchObject([
      'error',
      [['OpExecError', [expect.stringContaining('already exists')]]],
    ])
  })
})
