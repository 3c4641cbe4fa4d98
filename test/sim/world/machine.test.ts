import { describe, expect, test } from 'vitest'
import { Client } from '../ganeti/client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../ganeti/small-cluster.ts'
import { runFor, timedClient } from './fixture.ts'

const FAILOVER = { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: MIRRORED.name, ignore_consistency: true }

function nodeRow(client: Client, name: string) {
  const answer = client.call('Query', 'node', ['mtotal', 'dfree', 'bootid'], ['==', 'name', name])
  return JSON.parse(JSON.stringify(answer)).data[0].map((cell: [number, unknown]) => cell[0])
}

describe('a node whose cable is pulled', () => {
  test('gives no data and runs its guests on', () => {
    const client = new Client(smallCluster(MIRRORED, LOCAL))
    client.cluster.machine('node2').cutNetwork()
    expect(nodeRow(client, 'node2')).toEqual([2, 2, 2])
    expect(client.instance(MIRRORED.name)).toMatchObject({ status: 'ERROR_nodedown', runningOn: ['node2'] })
    client.cluster.machine('node2').restoreNetwork()
    expect(nodeRow(client, 'node2')).toEqual([0, 0, 0])
    expect(client.instance(MIRRORED.name)).toMatchObject({ status: 'running', runningOn: ['node2'] })
  })

  test('has its guest twice once that was failed over: nobody could stop the first one', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.machine('node2').cutNetwork()
    client.cluster.setNodeOffline('node2', true)
    expect(client.run(FAILOVER)).toEqual(['success', [null]])
    expect(client.instance(MIRRORED.name)).toMatchObject({ primary: 'node3', runningOn: ['node2', 'node3'] })
  })

  test('is no obstacle to anybody while it is the master’s own: every other node is silent then', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.machine('node1').cutNetwork()
    expect(nodeRow(client, 'node1')).toEqual([0, 0, 0])
    expect(nodeRow(client, 'node3')).toEqual([2, 2, 2])
  })

  test('fails the RPCs of jobs, and delays every submission as long as it is not marked offline', () => {
    const client = timedClient(MIRRORED)
    client.cluster.machine('node2').cutNetwork()
    const startUs = client.kernel.nowUs
    const id = client.submit({ OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: MIRRORED.name })
    expect(client.kernel.nowUs - startUs).toBeGreaterThan(5_000_000)
    runFor(client, 60)
    expect(client.jobs([id], ['status'])).toEqual([['error']])
    expect(client.instance(MIRRORED.name).runningOn).toEqual(['node2'])
  })
})

test('a stopped noded is refused at once: no data, but no delay', () => {
  const client = timedClient(MIRRORED)
  client.cluster.machine('node2').stopNodeDaemon()
  expect(nodeRow(client, 'node2')).toEqual([2, 2, 2])
  const startUs = client.kernel.nowUs
  client.submit({ OP_ID: 'OP_TAGS_SET', kind: 'cluster', name: null, tags: ['a'] })
  expect(client.kernel.nowUs - startUs).toBeLessThan(5_000_000)
  client.cluster.machine('node2').startNodeDaemon()
  expect(nodeRow(client, 'node2')).toEqual([0, 0, 0])
})

describe('storage', () => {
  test('that is broken gives no sizes and no volume; new disks are empty', () => {
    const client = new Client(smallCluster(LOCAL))
    client.cluster.machine('node2').breakStorage()
    expect(nodeRow(client, 'node2')).toEqual([0, 2, 0])
    expect(client.instance(LOCAL.name).disks).toMatchObject([{ content: 'absent' }])
    client.cluster.crashInstance(LOCAL.name)
    expect(client.run({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: LOCAL.name })).toMatchObject([
      'error',
      [['OpExecError', expect.anything()]],
    ])
    client.cluster.machine('node2').replaceStorage()
    expect(nodeRow(client, 'node2')).toEqual([0, 0, 0])
    expect(client.instance(LOCAL.name).disks).toMatchObject([{ content: 'absent' }])
  })

  test('that is full has nothing free, and what is there stays', () => {
    const client = new Client(smallCluster(LOCAL))
    client.cluster.machine('node2').fillStorage()
    const answer = client.call('Query', 'node', ['dfree'], ['==', 'name', 'node2'])
    expect(JSON.stringify(answer)).toContain('"data":[[[0,0]]]')
    expect(client.instance(LOCAL.name).disks).toMatchObject([{ content: 'original' }])
  })

  test('is freed of the volumes of instances that have left the node, and of no others', () => {
    const client = new Client(smallCluster(MIRRORED, LOCAL))
    client.cluster.powerOff('node2')
    client.cluster.setNodeOffline('node2', true)
    client.run(FAILOVER)
    client.run({
      OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
      instance_name: MIRRORED.name,
      mode: 'replace_new_secondary',
      remote_node: 'node4',
    })
    client.cluster.powerOn('node2')
    client.cluster.setNodeOffline('node2', false)
    const free = () => JSON.stringify(client.call('Query', 'node', ['dfree'], ['==', 'name', 'node2']))
    const before = free()
    client.cluster.machine('node2').removeOrphanVolumes()
    expect(free()).not.toBe(before)
    expect(client.instance(LOCAL.name).disks).toMatchObject([{ content: 'original' }])
  })
})
