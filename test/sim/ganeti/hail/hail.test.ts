import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../../../sim/ganeti/cluster-definition.ts'
import { CAPTURED_CLUSTER } from '../captured-clusters.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'

const replace = (name: string) => ({
  OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
  instance_name: name,
  mode: 'replace_new_secondary',
  iallocator: 'hail',
})
const recreate = (name: string) => ({
  OP_ID: 'OP_INSTANCE_RECREATE_DISKS',
  instance_name: name,
  iallocator: 'hail',
})

function withDead(definition: ClusterDefinition, ...names: string[]): Client {
  const client = new Client(definition)
  for (const name of names) {
    client.cluster.powerOff(name)
    client.cluster.setNodeOffline(name, true)
  }
  return client
}

function refusal(info: string) {
  const message = `Can't compute nodes using iallocator 'hail': Request failed: ${info}`
  return ['error', [['OpPrereqError', [message, 'insufficient_resources']]]]
}

test('chooses what the real hail chose for the captured cluster, and refuses what it refused', () => {
  const client = withDead(CAPTURED_CLUSTER, 'node2')
  const noRoom = 'Group default (preferred): No valid allocation solutions, failure reasons: FailN1: 4'
  expect(client.run(recreate('db1'))).toEqual(refusal(noRoom))
  client.run({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' })
  client.run(replace('web2'))
  expect(client.instance('web2').secondaries).toEqual(['node5'])
  client.run(replace('web1'))
  expect(client.instance('web1').secondaries).toEqual(['node1'])
})

describe('relocate', () => {
  test('avoids a full node', () => {
    const filler = { name: 'filler', diskTemplate: 'plain', primary: 'node4', disksMiB: [80_000] } as const
    const client = withDead(smallCluster(MIRRORED, filler), 'node3')
    client.run(replace('web1'))
    expect(client.instance('web1.example.com').secondaries).toEqual(['node1'])
  })

  test('is blocked by a primary without memory, whatever the candidates have', () => {
    const big = { ...LOCAL, memoryMiB: 14_900 }
    const client = withDead(smallCluster(MIRRORED, big), 'node3')
    expect(client.run(replace('web1'))).toEqual(
      refusal("Can't find any good node:  Node node4 failed: FailMem; Node node1 failed: FailMem;"),
    )
  })

  test('without any candidate says so', () => {
    const alone = withDead(
      { ...smallCluster(MIRRORED), nodes: [{ name: 'node2' }, { name: 'node3' }] },
      'node3',
    )
    expect(alone.run(replace('web1'))).toEqual(refusal("Can't find any good node: "))
  })

  test('of shared storage stays in the group and goes where memory is', () => {
    const client = withDead(
      smallCluster(
        SHARED,
        { name: 'a', diskTemplate: 'diskless', primary: 'node1', memoryMiB: 15_000 },
        { name: 'b', diskTemplate: 'diskless', primary: 'node3', memoryMiB: 15_000 },
      ),
      'node2',
    )
    client.run({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'mail1', iallocator: 'hail' })
    expect(client.instance('mail1.example.com').primary).toBe('node4')
  })
})

describe('allocate', () => {
  test('puts a mirrored instance on two nodes, once the global check is off', () => {
    const definition = smallCluster(MIRRORED)
    const settings = { ...definition.cluster, noCapacityChecks: true }
    const client = withDead({ ...definition, cluster: settings }, 'node2', 'node3')
    expect(client.run(recreate('web1'))).toEqual(['success', [null]])
    const { primary, secondaries } = client.instance('web1.example.com')
    expect([primary, ...secondaries].sort()).toEqual(['node1', 'node4'])
  })

  test('is refused to a mirrored instance whose nodes are both dead: it breaks the global check itself', () => {
    const client = withDead(smallCluster(MIRRORED), 'node2', 'node3')
    expect(client.run(recreate('web1'))).toEqual(
      refusal(
        'Group default (preferred): No valid allocation solutions, failure reasons: FailN1: 2, Group other: error Not enough online nodes',
      ),
    )
  })

  test('respects exclusion tags', () => {
    const definition = smallCluster(
      { ...LOCAL, tags: ['service:db'] },
      { ...LOCAL, name: 'db3', primary: 'node3', tags: ['service:db'] },
      { ...LOCAL, name: 'db4', primary: 'node4', tags: ['service:db'] },
    )
    const cluster = { ...definition.cluster, tags: ['htools:iextags:service'] }
    const client = withDead({ ...definition, cluster }, 'node2')
    expect(client.run(recreate('db1'))).toEqual(['success', [null]])
    expect(client.instance('db1.example.com').primary).toBe('node1')
  })

  test('counts why nodes do not do', () => {
    const definition = smallCluster({ ...LOCAL, memoryMiB: 20_000 })
    const client = withDead(definition, 'node2')
    expect(client.run(recreate('db1'))).toEqual(
      refusal(
        'Group default (preferred): No valid allocation solutions, failure reasons: FailMem: 3, Group other (last_resort): No valid allocation solutions, failure reasons: FailMem: 1',
      ),
    )
  })
})

test('any other allocator does not exist', () => {
  const client = new Client(smallCluster(MIRRORED))
  expect(client.run({ ...replace('web1'), iallocator: 'dumb' })).toEqual([
    'error',
    [
      [
        'OpExecError',
        [
          "Failure while running the iallocator script: iallocator module 'dumb' not found in the search path",
        ],
      ],
    ],
  ])
})
