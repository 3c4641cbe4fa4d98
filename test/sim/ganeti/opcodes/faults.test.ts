import { describe, expect, test } from 'vitest'
import { DEFAULT_TIMING } from '../../../../sim/ganeti/timing.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, smallCluster } from '../small-cluster.ts'

const op = (kind: string, name: string, more = {}) => ({
  OP_ID: `OP_INSTANCE_${kind}`,
  instance_name: name,
  ...more,
})
const REPLACE = op('REPLACE_DISKS', 'web1', { mode: 'replace_new_secondary', remote_node: 'node4' })

describe('a create script that fails', () => {
  test('leaves a stopped instance with blank disks, and works again later', () => {
    const client = new Client(smallCluster({ ...LOCAL, adminState: 'down' }))
    client.run(op('RECREATE_DISKS', 'db1', { nodes: ['node3'] }))
    client.cluster.setOsFails(true)
    expect(client.run(op('REINSTALL', 'db1'), op('STARTUP', 'db1'))).toEqual([
      'error',
      [
        [
          'OpExecError',
          [
            "Could not install OS for instance 'db1.example.com' on node 'node3': OS create script failed (exited with exit code 1), last lines in the log file:\ndummy OS: told to fail",
          ],
        ],
        ['OpExecError', ['Preceding opcode failed']],
      ],
    ])
    expect(client.instance('db1.example.com')).toMatchObject({
      status: 'ADMIN_down',
      disks: [{ content: 'blank' }],
    })
    client.cluster.setOsFails(false)
    expect(client.run(op('REINSTALL', 'db1'))).toEqual(['success', [null]])
    expect(client.instance('db1.example.com').disks).toMatchObject([{ content: 'installed' }])
  })
})

describe('storage that is broken', () => {
  test('holds no new secondary', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.setStorageBroken('node4', true)
    expect(client.run(REPLACE)).toMatchObject([
      'error',
      [['OpExecError', [expect.stringMatching(/^Can't create block device: .*PV info for vg xenvg$/)]]],
    ])
    expect(client.instance('web1.example.com').secondaries).toEqual(['node3'])
  })

  test('is no source of a mirror, and starts no instance', () => {
    const client = new Client(smallCluster(MIRRORED, LOCAL))
    client.cluster.setStorageBroken('node2', true)
    expect(client.run(REPLACE)).toMatchObject([
      'error',
      [['OpExecError', ["Volume group 'xenvg' not found on node node2"]]],
    ])
    client.run(op('SHUTDOWN', 'db1'))
    expect(client.run(op('STARTUP', 'db1'))).toEqual(['error', [['OpExecError', ['Disk consistency error']]]])
    expect(client.instance('db1.example.com')).toMatchObject({ adminState: 'up', status: 'ERROR_down' })
  })

  test('is found by the automatic replacement, which cannot replace it there', () => {
    const client = new Client(smallCluster(MIRRORED))
    client.cluster.setStorageBroken('node3', true)
    const auto = op('REPLACE_DISKS', 'web1', { mode: 'replace_auto' })
    expect(client.run(auto)).toEqual([
      'error',
      [['OpExecError', ["Volume group 'xenvg' not found on node node3"]]],
    ])
    client.cluster.setStorageBroken('node3', false)
    expect(client.run(auto)).toEqual(['success', [null]])
  })
})

test('storage that is full takes no disks, and none of those made before the failure stay', () => {
  const client = new Client(
    smallCluster(
      { ...LOCAL, adminState: 'down', disksMiB: [1_000, 60_000] },
      { ...LOCAL, name: 'big', primary: 'node3', disksMiB: [60_000] },
    ),
  )
  expect(client.run(op('RECREATE_DISKS', 'db1', { nodes: ['node3'] }))).toMatchObject([
    'error',
    [['OpExecError', [expect.stringMatching(/Not enough free space: required 60000, available 41400$/)]]],
  ])
  // The configuration was changed before.
  expect(client.instance('db1.example.com')).toMatchObject({
    primary: 'node3',
    disks: [{ content: 'absent' }, { content: 'absent' }],
  })
})

describe('a node that dies while a mirror is made', () => {
  function afterDeathOf(node: string): { client: Client; id: number } {
    const client = new Client({ ...smallCluster(MIRRORED), timing: DEFAULT_TIMING })
    const id = client.submit(REPLACE)
    client.kernel.runUntil(client.kernel.nowUs + 6_000_000)
    expect(client.jobs([id], ['status'])).toEqual([['running']])
    client.cluster.powerOff(node)
    return { client, id }
  }

  test('as the primary: the job asks for a minute, and no guest starts on the copy that is not whole', () => {
    const { client, id } = afterDeathOf('node2')
    client.settle()
    expect(client.jobs([id], ['opresult'])).toEqual([
      [[['RemoteError', ["Can't contact node node2 for mirror data, aborting."]]]],
    ])
    client.cluster.setNodeOffline('node2', true)
    expect(client.run(op('FAILOVER', 'web1'))).toEqual([
      'error',
      [['OpExecError', ["Can't activate the instance's disks"]]],
    ])
    expect(client.instance('web1.example.com')).toMatchObject({ primary: 'node4', runningOn: [] })
  })

  test('as the new secondary: the mirror stays degraded until somebody brings it together again', () => {
    const { client, id } = afterDeathOf('node4')
    client.settle()
    expect(client.jobs([id], ['opresult'])).toEqual([[[['OpExecError', ['DRBD device 0 is degraded!']]]]])
    client.cluster.powerOn('node4')
    const migrate = op('MIGRATE', 'web1')
    const degraded = 'Disk 0 is degraded or not fully synchronized on target node, aborting migration'
    expect(client.run(migrate)).toEqual(['error', [['OpExecError', [degraded]]]])
    client.run(op('ACTIVATE_DISKS', 'web1'))
    expect(client.run(migrate)).toEqual(['success', [null]])
    expect(client.instance('web1.example.com')).toMatchObject({ primary: 'node4', runningOn: ['node4'] })
  })
})

test('an instance whose node had a power cut is not migrated, and its mirror not replaced, before it is started', () => {
  const client = new Client(smallCluster(MIRRORED))
  client.cluster.powerOff('node2')
  client.cluster.powerOn('node2')
  expect(client.run(REPLACE)).toMatchObject([
    'error',
    [
      [
        'OpExecError',
        [expect.stringMatching(/^Can't find disk\/0 on node node2: disk not found\nDisks seem/)],
      ],
    ],
  ])
  client.run(op('STARTUP', 'web1'))
  expect(client.run(REPLACE)).toEqual(['success', [null]])
})
