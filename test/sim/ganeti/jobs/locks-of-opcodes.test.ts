import { describe, expect, test } from 'vitest'
import type { Timing } from '../../../../sim/ganeti/timing.ts'
import { isJsonArray, isJsonObject, type JsonObject } from '../../../../src/cluster/json.ts'
import { Client } from '../client.ts'
import { LOCAL, MIRRORED, SHARED, smallCluster } from '../small-cluster.ts'
import { runFor } from './job-fixture.ts'

// Which locks an opcode holds while it works: those that a real Ganeti 3.0.2 showed in its query resource `lock` while it
// carried out the same opcodes (docs/fidelity.md, "Jobs"). Everything has the big lock, shared.

const STOPPED = { ...LOCAL, adminState: 'down' as const }
const SLOW: Partial<Timing> = {
  tagsMs: 9_000,
  failoverMs: 9_000,
  migrateMs: 9_000,
  startupMs: 9_000,
  shutdownMs: 9_000,
  reinstallMs: 9_000,
  createDisksMs: 9_000,
  nodeSetParamsMs: 9_000,
  resyncMiBPerSecond: 1,
  copyMiBPerSecond: 1,
}

/** The locks that a job with this opcode holds one second after its start, with names instead of UUIDs. */
function locksOf(opcode: JsonObject, timing: Partial<Timing> = SLOW): string[] {
  const definition = smallCluster(MIRRORED, STOPPED, SHARED)
  const client = new Client({ ...definition, timing: { ...definition.timing, ...timing } })
  const names = new Map<unknown, string>()
  for (const method of ['QueryNodes', 'QueryGroups']) {
    const rows = client.call(method, [], ['uuid', 'name'], false)
    if (!isJsonArray(rows)) throw new Error('no rows')
    for (const row of rows) if (isJsonArray(row)) names.set(row[0], String(row[1]))
  }
  client.submit(opcode)
  runFor(client, 1)
  const answer = client.call('Query', 'lock', ['name', 'mode'], null)
  const rows = isJsonObject(answer) && isJsonArray(answer['data']) ? answer['data'] : []
  return rows
    .flatMap(row => {
      const [name, mode] = isJsonArray(row) ? row.map(cell => (isJsonArray(cell) ? cell[1] : null)) : []
      if (typeof name !== 'string' || mode === null) return []
      const [level, object] = name.split('/')
      return [`${level}/${names.get(object) ?? object} ${mode}`]
    })
    .sort()
}

const BIG = 'cluster/BGL shared'
const WEB1 = 'instance/web1.example.com exclusive'
const DB1 = 'instance/db1.example.com exclusive'
const MAIL1 = 'instance/mail1.example.com exclusive'
const exclusive = (level: string, ...names: string[]) => names.map(name => `${level}/${name} exclusive`)
const both = (...names: string[]) => [...exclusive('node-res', ...names), ...exclusive('node', ...names)]
const op = (name: string, instance: string, more: JsonObject = {}): JsonObject => ({
  OP_ID: `OP_INSTANCE_${name}`,
  instance_name: instance,
  ...more,
})
const tags = (kind: string, name: string): JsonObject => ({ OP_ID: 'OP_TAGS_SET', kind, name, tags: ['z'] })
const replace = (mode: string, more: JsonObject = {}) =>
  op('REPLACE_DISKS', 'web1', { mode, disks: [], ...more })
const nodeParams = (more: JsonObject): JsonObject => ({
  OP_ID: 'OP_NODE_SET_PARAMS',
  node_name: 'node4',
  drained: true,
  ...more,
})

describe('an opcode that works holds the locks of', () => {
  test.each<[string, JsonObject, string[]]>([
    ['TAGS_SET on an instance', tags('instance', 'web1'), [WEB1]],
    ['TAGS_SET on a node', tags('node', 'node4'), exclusive('node', 'node4')],
    ['TAGS_SET on a group', tags('nodegroup', 'default'), exclusive('nodegroup', 'default')],
    ['TAGS_SET on the cluster', tags('cluster', ''), []],
    [
      'TEST_DELAY, whatever no_locks says',
      { OP_ID: 'OP_TEST_DELAY', duration: 9, no_locks: true },
      exclusive('node', 'node1'),
    ],
    [
      'TEST_DELAY on a node',
      { OP_ID: 'OP_TEST_DELAY', duration: 9, on_nodes: ['node3'] },
      exclusive('node', 'node1', 'node3'),
    ],
    ['TEST_DELAY nowhere', { OP_ID: 'OP_TEST_DELAY', duration: 9, on_master: false }, []],
    ['FAILOVER, drbd', op('FAILOVER', 'web1'), [WEB1, ...both('node2', 'node3')]],
    ['MIGRATE, drbd', op('MIGRATE', 'web1'), [WEB1, ...both('node2', 'node3')]],
    [
      'FAILOVER, shared storage, to a node',
      op('FAILOVER', 'mail1', { target_node: 'node1' }),
      [MAIL1, ...both('node1', 'node2')],
    ],
    ['SHUTDOWN', op('SHUTDOWN', 'web1'), [WEB1]],
    ['STARTUP', op('STARTUP', 'db1'), [DB1]],
    ['REINSTALL', op('REINSTALL', 'db1'), [DB1]],
    ['RECREATE_DISKS', op('RECREATE_DISKS', 'db1'), [DB1, ...both('node2')]],
    ['RECREATE_DISKS on a node', op('RECREATE_DISKS', 'db1', { nodes: ['node4'] }), [DB1, ...both('node4')]],
    ['MOVE: not of the node it leaves', op('MOVE', 'db1', { target_node: 'node4' }), [DB1, ...both('node4')]],
    ['NODE_SET_PARAMS', nodeParams({}), both('node4')],
    ['NODE_SET_PARAMS that may promote others', nodeParams({ auto_promote: true }), both('[lockset]')],
    [
      'REPLACE_DISKS on the primary, synchronising',
      replace('replace_on_primary'),
      [WEB1, ...exclusive('node-res', 'node2', 'node3')],
    ],
    [
      'REPLACE_DISKS to a node, synchronising',
      replace('replace_new_secondary', { remote_node: 'node4' }),
      [WEB1, ...exclusive('node-res', 'node2', 'node3', 'node4')],
    ],
    [
      'REPLACE_DISKS with early release, synchronising',
      replace('replace_new_secondary', { remote_node: 'node4', early_release: true }),
      [WEB1],
    ],
  ])('%s', (_, opcode, locks) => {
    expect(locksOf(opcode)).toEqual([BIG, ...locks].sort())
  })
})

describe('an opcode that asks the allocator', () => {
  const ASKING: Partial<Timing> = { ...SLOW, iallocatorMs: 9_000 }
  const GROUP = ['node1', 'node2', 'node3', 'node4']

  test('holds all nodes of the group until it has the answer', () => {
    const toAnother = replace('replace_new_secondary', { iallocator: 'hail' })
    const held = [BIG, WEB1, 'nodegroup/default shared', ...both(...GROUP)].sort()
    expect(locksOf(toAnother, ASKING)).toEqual(held)
    const recreate = op('RECREATE_DISKS', 'db1', { iallocator: 'hail' })
    expect(locksOf(recreate, ASKING)).toEqual(
      [BIG, DB1, 'nodegroup/default shared', ...both(...GROUP)].sort(),
    )
  })

  test('REPLACE_DISKS: then gives the group back, and before it synchronises the nodes', () => {
    const locks = locksOf(replace('replace_new_secondary', { iallocator: 'hail' }))
    const [big, web1, ...resources] = locks
    expect([big, web1]).toEqual([BIG, WEB1])
    expect(resources).toHaveLength(3)
    expect(resources).toEqual(expect.arrayContaining(exclusive('node-res', 'node2', 'node3')))
  })

  test('RECREATE_DISKS: then keeps the group, and of the nodes those that it was given', () => {
    const locks = locksOf(op('RECREATE_DISKS', 'db1', { iallocator: 'hail' }))
    expect(locks).toHaveLength(5)
    expect(locks).toContain('nodegroup/default shared')
  })

  test('FAILOVER on shared storage: then keeps two nodes, and the resources of all', () => {
    const all = [...exclusive('node-res', '[lockset]'), ...exclusive('node', ...GROUP, 'node5')]
    expect(locksOf(op('FAILOVER', 'mail1'), ASKING)).toEqual([BIG, MAIL1, ...all].sort())
    const locks = locksOf(op('FAILOVER', 'mail1'))
    expect(locks).toHaveLength(5)
    expect(locks).toEqual(
      expect.arrayContaining([BIG, MAIL1, 'node-res/[lockset] exclusive', 'node/node2 exclusive']),
    )
  })
})
