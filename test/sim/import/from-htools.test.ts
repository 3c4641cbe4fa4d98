import { describe, expect, test } from 'vitest'
import { fromHtools } from '../../../sim/import/from-htools.ts'
import { ImportError } from '../../../sim/import/import-error.ts'
import { toDefinition } from '../../../sim/import/to-definition.ts'

const GROUPS = 'default|7a9eec03-0fbd-4107-b690-f9fc10069b19|preferred|a:b|\n'
const NODE1 =
  'node1|16384|1024|15000|102400|90000|8|M|7a9eec03-0fbd-4107-b690-f9fc10069b19|1|t1,t2|N|0|1|1.0\n'
const NODE2 = 'node2|0|0|0|0|0|0|Y|7a9eec03-0fbd-4107-b690-f9fc10069b19|1||N|0|1|1.0\n'
const INSTANCE = 'web1|512|1152|2|ADMIN_down|N|node1|node2|drbd|x|3|-|N\n'
const POLICY = '|128,1,1024,1,1,1|128,1,1024,1,1,1;32768,8,1048576,16,8,12|drbd|4.0|32.0\n'

function imported(...parts: string[]) {
  return toDefinition(fromHtools(parts.join('\n'), 'c.data'))
}

test('a file of hscan, with what it does not explain kept as in use', () => {
  expect(imported(GROUPS, NODE1 + NODE2, INSTANCE, 'c:d\n', POLICY)).toEqual({
    cluster: { name: 'cluster.example.com', tags: ['c:d'] },
    groups: [{ name: 'default', uuid: '7a9eec03-0fbd-4107-b690-f9fc10069b19', tags: ['a:b'] }],
    nodes: [
      {
        name: 'node1',
        group: 'default',
        memoryMiB: 16_384,
        reservedMemoryMiB: 1_024,
        diskMiB: 102_400,
        cpus: 8,
        unaccountedMemoryMiB: 360,
        unaccountedDiskMiB: 102_400 - 90_000 - 1_152,
        master: true,
        tags: ['t1', 't2'],
      },
      // Nothing is known of it: it is as its neighbour is.
      {
        name: 'node2',
        group: 'default',
        memoryMiB: 16_384,
        reservedMemoryMiB: 1_024,
        diskMiB: 102_400,
        cpus: 8,
        offline: true,
      },
    ],
    instances: [
      {
        name: 'web1',
        diskTemplate: 'drbd',
        primary: 'node1',
        secondary: 'node2',
        disksMiB: [1_024],
        memoryMiB: 512,
        vcpus: 2,
        adminState: 'down',
        autoBalance: false,
        spindleUse: 3,
        tags: ['x'],
      },
    ],
  })
})

test('older files have fewer fields, and may lack the tags before the policies', () => {
  const { cluster, nodes, instances } = imported(
    'default|fake|preferred|\n',
    'node1|16384|1024|15360|1000|1000|8|N|fake\nnode2|?|?|?|?|?|?|N|default\n',
    'i|128|0|1|running|Y|node1||diskless|\n',
    POLICY,
  )
  expect(cluster).toEqual({ name: 'cluster.example.com' })
  expect(nodes.map(({ name, poweredOn }) => [name, poweredOn])).toEqual([
    ['node1', undefined],
    ['node2', false],
  ])
  expect(instances).toEqual([
    { name: 'i', diskTemplate: 'diskless', primary: 'node1', memoryMiB: 128, vcpus: 1 },
  ])
})

describe('what is wrong is told with its line', () => {
  test.each([
    ['no text', [''], 'c.data:1: no node group; is this a file of hscan'],
    [
      'a policy that is none',
      ['default|u|nice|\n'],
      "c.data:1: the group's allocation policy, field 3, should be",
    ],
    [
      'an unknown group',
      [GROUPS, 'n|1|1|1|1|1|1|N|nowhere\n'],
      "c.data:3: the node's group, field 9, is no group",
    ],
    ['no figure', [GROUPS, 'n|much|1|1|1|1|1|N|default\n'], "field 2, should be a number (found 'much')"],
    ['a missing field', [GROUPS, 'n|1|1\n'], "c.data:3: the node's flag, field 8, is missing"],
    ['an unknown node', [GROUPS, NODE1, 'i|1|1|1|running|Y|node9||plain|\n'], "found 'node9'"],
    [
      'an unknown status',
      [GROUPS, NODE1, 'i|1|1|1|well|Y|node1||plain|\n'],
      'field 5, should be one of ADMIN_down',
    ],
    ['a control character', [GROUPS, 'n|\u001b[2J|1|1|1|1|1|N|default\n'], "found '\\x1b[2J'"],
  ])('%s', (_, parts, message) => {
    const reading = () => imported(...parts)
    expect(reading).toThrow(ImportError)
    expect(reading).toThrow(message)
  })
})
