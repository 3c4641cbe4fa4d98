import { describe, expect, test } from 'vitest'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

// RECREATE_DISKS, REINSTALL, and the STARTUP and SHUTDOWN around them: the one repair that destroys data.

const shutdown = (name: string) => ({
  OP_ID: 'OP_INSTANCE_SHUTDOWN',
  instance_name: name,
  ignore_offline_nodes: true,
})
const recreate = (name: string, ...nodes: string[]) => ({
  OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
  instance_name: name,
  nodes,
})
const reinstall = (name: string) => ({ OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: name })
const startup = (name: string) => ({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: name })

function kill(client: Client, ...nodes: string[]): void {
  for (const node of nodes) {
    client.cluster.powerOff(node)
    client.cluster.setNodeOffline(node, true)
  }
}

const prereq = (message: string, code: string) => ['OpPrereqError', [message, code]]
const PRECEDING = ['OpExecError', ['Preceding opcode failed']]

describe('the whole job', () => {
  test('brings a local instance back on another node, with new disks', () => {
    const client = new Client(smallCluster(LOCAL))
    kill(client, 'node2')
    const result = client.run(shutdown('db1'), recreate('db1', 'node3'), reinstall('db1'), startup('db1'))
    expect(result).toEqual(['success', [null, null, null, null]])
    expect(client.instance('db1.example.com')).toMatchObject({
      primary: 'node3',
      status: 'running',
      adminState: 'up',
      disks: [{ generation: 2, content: 'installed' }],
      dataLost: true,
    })
  })

  test('brings a mirrored instance back on two other nodes', () => {
    const client = new Client(smallCluster(MIRRORED))
    kill(client, 'node2', 'node3')
    const result = client.run(
      shutdown('web1'),
      recreate('web1', 'node4', 'node1'),
      reinstall('web1'),
      startup('web1'),
    )
    expect(result).toEqual(['success', [null, null, null, null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node4',
      secondaries: ['node1'],
      status: 'running',
      disks: [{ generation: 2 }],
    })
  })

  test('as the original submits it, without SHUTDOWN: disks are blank, and the reinstallation is refused', () => {
    const client = new Client(smallCluster(LOCAL))
    kill(client, 'node2')
    expect(client.run({ ...recreate('db1'), iallocator: 'hail' }, reinstall('db1'))).toEqual([
      'error',
      [null, prereq("Instance 'db1.example.com' is marked to be up, cannot reinstall", 'wrong_state')],
    ])
    expect(client.instance('db1.example.com')).toMatchObject({
      status: 'ERROR_down',
      disks: [{ generation: 2, content: 'blank' }],
    })
  })
})

describe('RECREATE_DISKS is refused', () => {
  test.each([
    ['the wrong number of nodes', ['node4'], /currently has 2 nodes, but 1 replacement nodes/, 'wrong_input'],
    ['an offline node', ['node2', 'node4'], /Can't use offline node: node2/, 'wrong_state'],
  ])('with %s', (_, nodes, message, code) => {
    const client = new Client(smallCluster(MIRRORED))
    kill(client, 'node2', 'node3')
    expect(client.run(recreate('web1', ...nodes), reinstall('web1'))).toEqual([
      'error',
      [['OpPrereqError', [expect.stringMatching(message), code]], PRECEDING],
    ])
    expect(client.instance('web1.example.com').primary).toBe('node2')
  })

  test('for an instance that should run, unless it leaves an offline node', () => {
    const client = new Client(smallCluster(LOCAL))
    expect(client.run(recreate('db1', 'node3'))).toEqual([
      'error',
      [prereq("Instance 'db1.example.com' is marked to be up, cannot recreate disks", 'wrong_state')],
    ])
  })

  test('for an instance without disks', () => {
    const client = new Client(smallCluster({ ...LOCAL, diskTemplate: 'diskless' }))
    kill(client, 'node2')
    expect(client.run(recreate('db1', 'node3'))).toEqual([
      'error',
      [prereq("Instance 'db1.example.com' has no disks", 'wrong_input')],
    ])
  })

  test('by hail while a mirrored instance has a dead secondary: global N+1', () => {
    const client = new Client(smallCluster(LOCAL, { ...MIRRORED, primary: 'node3', secondary: 'node2' }))
    kill(client, 'node2')
    expect(client.run({ ...recreate('db1'), iallocator: 'hail' })).toEqual([
      'error',
      [
        prereq(
          "Can't compute nodes using iallocator 'hail': Request failed: Group default (preferred): No valid allocation solutions, failure reasons: FailN1: 3, Group other (last_resort): No valid allocation solutions, failure reasons: FailN1: 1",
          'insufficient_resources',
        ),
      ],
    ])
  })

  test('by hail only with capacity checks', () => {
    const definition = smallCluster(LOCAL, { ...MIRRORED, primary: 'node3', secondary: 'node2' })
    const client = new Client({ ...definition, cluster: { ...definition.cluster, noCapacityChecks: true } })
    kill(client, 'node2')
    expect(client.run({ ...recreate('db1'), iallocator: 'hail' })).toEqual(['success', [null]])
  })
})

describe('RECREATE_DISKS leaves something behind', () => {
  test('on a node that returned with its old volumes: it points there, and a start runs the old disk', () => {
    const client = new Client(smallCluster(LOCAL))
    kill(client, 'node2')
    client.run(shutdown('db1'), recreate('db1', 'node3'))
    client.cluster.powerOn('node2')
    client.cluster.setNodeOffline('node2', false)
    kill(client, 'node3')
    expect(client.run(recreate('db1', 'node2'))).toMatchObject([
      'error',
      [['OpExecError', [expect.stringContaining('already exists')]]],
    ])
    expect(client.run(startup('db1'))).toEqual(['success', [null]])
    expect(client.instance('db1.example.com')).toMatchObject({
      primary: 'node2',
      status: 'running',
      disks: [{ generation: 1, content: 'original' }],
    })
  })

  test('by hail where it prefers a foreign group, and the configuration points there', () => {
    const definition = smallCluster(LOCAL)
    const client = new Client({
      ...definition,
      groups: [{ name: 'default', allocPolicy: 'last_resort' }, { name: 'other' }],
      nodes: [...definition.nodes, { name: 'node6', group: 'other' }],
    })
    kill(client, 'node2')
    expect(client.run({ ...recreate('db1'), iallocator: 'hail' })).toMatchObject([
      'error',
      [['OpExecError', [expect.stringContaining('Internal assertion error')]]],
    ])
    expect(client.instance('db1.example.com')).toMatchObject({
      primary: 'node6',
      disks: [{ generation: 0, content: 'absent' }],
    })
  })
})

describe('REINSTALL', () => {
  test('destroys what is on the disks', () => {
    const client = new Client(smallCluster({ ...LOCAL, adminState: 'down' }))
    expect(client.run(reinstall('db1'))).toEqual(['success', [null]])
    expect(client.instance('db1.example.com')).toMatchObject({
      dataLost: true,
      disks: [{ content: 'installed' }],
    })
  })

  test('is refused while the primary is offline, and for an instance that is marked offline', () => {
    const client = new Client(smallCluster({ ...LOCAL, adminState: 'offline' }))
    expect(client.run(reinstall('db1'))).toEqual([
      'error',
      [prereq("Instance 'db1.example.com' is marked to be offline, cannot reinstall", 'wrong_state')],
    ])
    kill(client, 'node2')
    expect(client.run(reinstall('db1'))).toEqual([
      'error',
      [prereq('Instance primary node offline, cannot reinstall: node2', 'wrong_state')],
    ])
  })
})

describe('STARTUP and SHUTDOWN', () => {
  test('are refused on an offline primary unless told to ignore it, and then only mark', () => {
    const client = new Client(smallCluster(LOCAL))
    kill(client, 'node2')
    expect(client.run({ ...shutdown('db1'), ignore_offline_nodes: false })).toEqual([
      'error',
      [prereq("Can't use offline node: node2", 'wrong_state')],
    ])
    expect(client.run(shutdown('db1'))).toEqual(['success', [null]])
    expect(client.instance('db1.example.com').adminState).toBe('down')
    expect(client.run({ ...startup('db1'), ignore_offline_nodes: true })).toEqual(['success', [null]])
    expect(client.instance('db1.example.com').adminState).toBe('up')
  })

  test('stop and start an instance', () => {
    const client = new Client(smallCluster(LOCAL))
    client.run(shutdown('db1'))
    expect(client.instance('db1.example.com')).toMatchObject({ status: 'ADMIN_down', runningOn: [] })
    client.run(startup('db1'))
    expect(client.instance('db1.example.com')).toMatchObject({ status: 'running', runningOn: ['node2'] })
  })

  test('leave an instance that is marked offline alone', () => {
    const client = new Client(smallCluster({ ...LOCAL, adminState: 'offline' }))
    const message =
      "Instance 'db1.example.com' is marked to be offline, can't use instance from outside down, up states"
    expect(client.run(startup('db1'))).toEqual(['error', [prereq(message, 'wrong_state')]])
    expect(client.run(shutdown('db1'))).toEqual(['error', [prereq(message, 'wrong_state')]])
  })

  test('a start without enough memory is refused', () => {
    const client = new Client(smallCluster({ ...LOCAL, adminState: 'down', memoryMiB: 20_000 }))
    expect(client.run(startup('db1'))).toMatchObject([
      'error',
      [
        [
          'OpPrereqError',
          [expect.stringMatching(/^Not enough memory on node node2/), 'insufficient_resources'],
        ],
      ],
    ])
  })
})
