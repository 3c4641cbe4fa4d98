import { expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import { takeClaims } from '../../../src/planner/healing/claims.ts'
import { roomOf } from '../../../src/planner/healing/room.ts'
import type { QueuedOpcode } from '../../../src/planner/queue.ts'
import { anInstance, aSnapshot } from '../../builders/cluster.ts'
import { aJob, anOpcode, aRoomyNode } from '../../builders/plan.ts'

const NODES = ['n1', 'n2', 'n3', 'n4']

/**
 * What a job with these opcodes will take of memory and disk, as NODE:MEMORY/DISK. i1 has 1024 MiB of memory and 1152 MiB
 * of disk on n1 and n2, or what is said; n4 has the most disk.
 */
function taken(opcodes: readonly QueuedOpcode[], but: Partial<Instance> = {}): string {
  const instance = anInstance(but)
  const nodes = NODES.map(name => aRoomyNode(name, {}, { diskFreeMiB: name === 'n4' ? 9000 : 5000 }))
  const room = roomOf(aSnapshot({ nodes, instances: [instance] }))
  const took = new Map<string, [number, number]>()
  takeClaims([aJob('7', { status: 'waiting', opcodes })], new Map([[instance.name, instance]]), {
    ...room,
    take(node, memoryMiB, diskMiB) {
      const [memory, disk] = took.get(node) ?? [0, 0]
      took.set(node, [memory + memoryMiB, disk + diskMiB])
      room.take(node, memoryMiB, diskMiB)
    },
  })
  return [...took].map(([node, [memory, disk]]) => `${node}:${memory}/${disk}`).join(' ')
}

const on = (...nodes: readonly string[]) => ({ nodes })
const disks = (status: 'queued' | 'success', ...nodes: readonly string[]) =>
  anOpcode('RECREATE_DISKS', status, { nodes })
const start = anOpcode('STARTUP', 'queued')
const AT_N3 = { primary: 'n3', secondary: 'n4' }

test.each<[string, readonly QueuedOpcode[], Partial<Instance>, string]>([
  [
    'disks on two nodes, and memory on the first',
    [disks('queued', 'n3', 'n4')],
    {},
    'n3:1024/1152 n4:0/1152',
  ],
  ['with a start: the same', [disks('queued', 'n3', 'n4'), start], {}, 'n3:1024/1152 n4:0/1152'],
  ['disks that are made: the start alone', [disks('success', 'n3', 'n4'), start], AT_N3, 'n3:1024/0'],
  ['a start alone', [start], AT_N3, 'n3:1024/0'],
  [
    'a start after the system is installed',
    [anOpcode('SHUTDOWN', 'success'), disks('success', 'n3'), anOpcode('REINSTALL', 'queued'), start],
    AT_N3,
    'n3:1024/0',
  ],
  [
    'the whole job: disks and memory once',
    [anOpcode('SHUTDOWN', 'queued'), disks('queued', 'n3'), anOpcode('REINSTALL', 'queued'), start],
    {},
    'n3:1024/1152',
  ],
  ['a move', [anOpcode('MOVE', 'queued', on('n3'))], {}, 'n3:1024/1152'],
  ['a failover to the secondary', [anOpcode('FAILOVER', 'queued')], {}, 'n2:1024/0'],
  [
    'a failover whose instance is about to be started',
    [anOpcode('FAILOVER', 'running')],
    { status: 'ERROR_down' },
    'n2:1024/0 n1:1024/0',
  ],
  [
    'a failover that has only begun',
    [anOpcode('FAILOVER', 'running')],
    { status: 'ERROR_nodeoffline' },
    'n2:1024/0',
  ],
  [
    'a failover that waits, of an instance that has stopped',
    [anOpcode('FAILOVER', 'waiting')],
    { status: 'ERROR_down' },
    'n2:1024/0',
  ],
  [
    'a failover to a node of our choice, where the instance is about to be started',
    [anOpcode('FAILOVER', 'running', on('n3'))],
    { ...AT_N3, status: 'ERROR_down' },
    'n3:1024/0',
  ],
  ['a failover to a node that is given', [anOpcode('FAILOVER', 'queued', on('n3'))], {}, 'n3:1024/0'],
  ['a migration to the secondary', [anOpcode('MIGRATE', 'queued')], {}, 'n2:1024/0'],
  ["a failover of hail's choice", [anOpcode('FAILOVER', 'queued')], { secondary: undefined }, ''],
  ['a new secondary that is given', [anOpcode('REPLACE_DISKS', 'queued', on('n3'))], {}, 'n3:0/1152'],
  ["a new secondary of hail's choice: the roomiest", [anOpcode('REPLACE_DISKS', 'queued')], {}, 'n4:0/1152'],
  [
    'but neither of the nodes where it is',
    [anOpcode('REPLACE_DISKS', 'queued')],
    { primary: 'n2', secondary: 'n4' },
    'n1:0/1152',
  ],
  [
    'a new secondary for which there is no room',
    [anOpcode('REPLACE_DISKS', 'queued')],
    { diskUsageMiB: 9000 },
    '',
  ],
  ['what is done', [disks('success', 'n3'), anOpcode('FAILOVER', 'success')], {}, ''],
  ['what takes nothing', [anOpcode('SHUTDOWN', 'queued'), anOpcode('REINSTALL', 'queued')], {}, ''],
])('%s', (_, opcodes, but, expected) => {
  expect(taken(opcodes, but)).toBe(expected)
})

test.each<[string, readonly QueuedOpcode[], Partial<Instance>]>([
  ['started where it is', [start], { primary: 'n3', secondary: 'n4' }],
  ['taken away', [anOpcode('FAILOVER', 'queued', on('n4'))], { primary: 'n3', secondary: undefined }],
])('what is %s by a job counts once', (_, opcodes, but) => {
  const [i1, i2] = [anInstance({ ...but, memoryMiB: 4000, status: 'ERROR_down' }), anInstance({ name: 'i2' })]
  const room = roomOf(aSnapshot({ nodes: NODES.map(name => aRoomyNode(name)), instances: [i1] }))
  // Of 8192 MiB.
  const need = { memoryMiB: 4100, diskMiB: 0, isPrimary: true, except: ['n1', 'n2', 'n4'] }
  expect(room.find(i2, { ...need, memoryMiB: 5000 })).toBeUndefined()
  takeClaims([aJob('7', { status: 'waiting', opcodes })], new Map([['i1', i1]]), room)
  expect(room.find(i2, need)).toBe('n3')
})

test('what comes to a node keeps others with its exclusion tags away', () => {
  const [i1, i2] = ['i1', 'i2'].map(name => anInstance({ name, tags: ['db:1'] }))
  if (!i1 || !i2) throw new Error('two instances')
  const clusterTags = ['htools:iextags:db']
  const room = roomOf(aSnapshot({ nodes: NODES.map(name => aRoomyNode(name)), clusterTags }))
  const need = { memoryMiB: 0, diskMiB: 0, isPrimary: true, except: ['n1', 'n2'] }
  expect(room.find(i2, need)).toBe('n3')
  const job = aJob('7', { status: 'waiting', opcodes: [disks('queued', 'n3')] })
  takeClaims([job], new Map([['i1', i1]]), room)
  expect(room.find(i2, need)).toBe('n4')
})
