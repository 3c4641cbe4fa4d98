import { describe, expect, test } from 'vitest'
import { decodeOpcode } from '../../sim/ganeti/opcodes/decode-opcode.ts'
import { OPCODES } from '../../sim/ganeti/opcodes/registry.ts'
import * as opcode from '../../src/cluster/opcode.ts'

// As text, since the order of the keys counts: --classic prints these objects, and scripts read what it prints.
describe('every opcode has its keys in the order of the original', () => {
  test.each([
    [
      opcode.testDelay(10),
      '{"OP_ID":"OP_TEST_DELAY","duration":10,"on_master":true,"on_nodes":[],"repeat":0,"interruptible":false,"no_locks":false}',
    ],
    [
      opcode.failover('i1'),
      '{"OP_ID":"OP_INSTANCE_FAILOVER","instance_name":"i1","shutdown_timeout":120,"ignore_consistency":false,"ignore_ipolicy":false,"cleanup":false}',
    ],
    [
      opcode.replaceSecondary('i1'),
      '{"OP_ID":"OP_INSTANCE_REPLACE_DISKS","instance_name":"i1","early_release":false,"ignore_ipolicy":false,"mode":"replace_new_secondary","disks":[],"iallocator":"hail"}',
    ],
    [
      opcode.recreateDisksByHail('i1'),
      '{"OP_ID":"OP_INSTANCE_RECREATE_DISKS","instance_name":"i1","disks":[],"nodes":[],"iallocator":"hail"}',
    ],
    [
      opcode.recreateDisksOn('i1', ['n3', 'n4']),
      '{"OP_ID":"OP_INSTANCE_RECREATE_DISKS","instance_name":"i1","disks":[],"nodes":["n3","n4"]}',
    ],
    [opcode.reinstall('i1'), '{"OP_ID":"OP_INSTANCE_REINSTALL","instance_name":"i1","force_variant":false}'],
    [
      opcode.setTags('i1', ['a', 'b']),
      '{"OP_ID":"OP_TAGS_SET","kind":"instance","tags":["a","b"],"name":"i1"}',
    ],
    [opcode.deleteTags('i1', ['a']), '{"OP_ID":"OP_TAGS_DEL","kind":"instance","tags":["a"],"name":"i1"}'],
  ])('$OP_ID', (made, text) => {
    expect(JSON.stringify(made)).toBe(text)
    expect(Object.isFrozen(made)).toBe(true)
  })
})

describe('what only harep submits', () => {
  const registry = OPCODES

  test.each([
    opcode.failoverTo('i1', 'n3'),
    opcode.migrate('i1'),
    opcode.migrate('i1', 'n3'),
    opcode.move('i1', 'n3'),
    opcode.replaceSecondaryBy('i1', 'n3'),
    opcode.shutdown('i1'),
    opcode.startup('i1'),
  ])('%o is what luxid can read', made => {
    const { input } = decodeOpcode({ ...made, reason: [] }, registry)
    expect(input).toMatchObject(made)
    expect(Object.isFrozen(made)).toBe(true)
  })

  test('SHUTDOWN marks an instance down whose node is offline', () => {
    expect(opcode.shutdown('i1')).toMatchObject({ ignore_offline_nodes: true, no_remember: false })
  })

  test('MIGRATE never becomes a failover, which would stop the instance', () => {
    expect(opcode.migrate('i1')).toMatchObject({ allow_failover: false })
  })
})

test.each([
  ['setTags', opcode.setTags, 'tags'],
  ['deleteTags', opcode.deleteTags, 'tags'],
  ['recreateDisksOn', opcode.recreateDisksOn, 'nodes'],
] as const)('%s keeps a copy of its list, which nobody can change', (_, make, key) => {
  const list = ['a']
  const made = make('i1', list)
  list.push('b')
  expect(made[key]).toStrictEqual(['a'])
  expect(Object.isFrozen(made[key])).toBe(true)
})
