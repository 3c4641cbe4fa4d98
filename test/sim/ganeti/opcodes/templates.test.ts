import { describe, expect, test } from 'vitest'
import type { DefinedDiskTemplate } from '../../../../sim/ganeti/cluster-definition.ts'
import { Client } from '../client.ts'
import { smallCluster } from '../small-cluster.ts'

/** A cluster with one running instance of the template, on node2 (and node3). */
function withInstance(diskTemplate: DefinedDiskTemplate): Client {
  return new Client(
    smallCluster({
      name: 'web1.example.com',
      diskTemplate,
      primary: 'node2',
      ...(diskTemplate === 'drbd' ? { secondary: 'node3' } : {}),
    }),
  )
}

const op = (kind: string, more = {}) => ({
  OP_ID: `OP_INSTANCE_${kind}`,
  instance_name: 'web1',
  ...more,
})

const refused = (text: string | RegExp, code: string) => [
  'error',
  [
    [
      'OpPrereqError',
      [typeof text === 'string' ? text : expect.stringMatching(text), ...(code === '' ? [] : [code])],
    ],
  ],
]

const SHARED = ['sharedfile', 'rbd', 'ext', 'gluster', 'blockdev', 'diskless'] as const
const LOCAL = ['plain', 'file'] as const

describe.each(SHARED)('%s', template => {
  test('goes to any node, alive or stopped and started again', () => {
    const client = withInstance(template)
    expect(client.run(op('MIGRATE', { target_node: 'node4' }))).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node4',
      runningOn: ['node4'],
      dataLost: false,
    })
    expect(client.run(op('FAILOVER', { target_node: 'node1' }))).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node1',
      secondaries: [],
      runningOn: ['node1'],
      dataLost: false,
    })
  })

  test('has no mirror to replace', () => {
    const client = withInstance(template)
    expect(client.run(op('REPLACE_DISKS', { mode: 'replace_auto' }))).toEqual(
      refused('The instance has a strange layout, expected one secondary but found 0', 'internal_error'),
    )
  })

  test('is not moved by copying', () => {
    const client = withInstance(template)
    const answer = client.run(op('MOVE', { target_node: 'node4' }))
    // Without disks there is nothing that cannot be copied.
    if (template === 'diskless') expect(answer).toEqual(['success', [null]])
    else {
      expect(answer).toEqual(
        refused(`Instance disk 0 has disk type ${template} and is not suitable for copying`, 'wrong_state'),
      )
    }
  })
})

describe.each(LOCAL)('%s', template => {
  test('stays with its node, but for a move with its data', () => {
    const client = withInstance(template)
    expect(client.run(op('FAILOVER'))).toEqual(
      refused(`Instance's disk layout '${template}' does not allow failovers`, 'wrong_state'),
    )
    expect(client.run(op('MIGRATE'))).toEqual(
      refused(`Instance's disk layout '${template}' does not allow migrations`, 'wrong_state'),
    )
    expect(client.run(op('MOVE', { target_node: 'node4' }))).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({
      primary: 'node4',
      runningOn: ['node4'],
      disks: [{ generation: 1, content: 'original' }],
    })
  })
})

describe.each([...SHARED, ...LOCAL, 'drbd'] as const)('%s made anew', template => {
  test('gets blank disks where its node is offline, and a system by a reinstallation', () => {
    const client = withInstance(template)
    client.cluster.powerOff('node2')
    client.cluster.setNodeOffline('node2', true)
    const nodes = template === 'drbd' ? ['node1', 'node4'] : ['node4']
    const recreate = op('RECREATE_DISKS', { nodes })
    if (template === 'diskless') {
      expect(client.run(recreate)).toEqual(refused(/has no disks$/, 'wrong_input'))
      return
    }
    const isShared = SHARED.some(shared => shared === template)
    if (isShared) {
      // Its volume is where it always was.
      expect(client.run(recreate)).toMatchObject([
        'error',
        [['OpExecError', [expect.stringMatching(/exists/)]]],
      ])
      return
    }
    const stop = op('SHUTDOWN', { ignore_offline_nodes: true })
    expect(client.run(stop, recreate, op('REINSTALL'), op('STARTUP'))).toEqual([
      'success',
      [null, null, null, null],
    ])
    expect(client.instance('web1.example.com')).toMatchObject({
      status: 'running',
      disks: [{ generation: 2, content: 'installed' }],
    })
  })
})
