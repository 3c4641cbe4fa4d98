import { expect, test } from 'vitest'
import type { Snapshot } from '../../../src/cluster/snapshot.ts'
import { figuresOf } from '../../../src/planner/healing/figures.ts'
import { aGroup, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { aRoomyNode } from '../../builders/plan.ts'

const n2 = aRoomyNode('n2')
const snapshot = (n1: typeof n2, i1 = {}, more: Snapshot['instances'] = []) =>
  aSnapshot({
    nodes: [n1, n2, aRoomyNode('m1', { groupUuid: 'g2' })],
    groups: [aGroup('g1'), aGroup('g2')],
    instances: [anInstance(i1), ...more],
  })
const figures = (...parts: Parameters<typeof snapshot>) => figuresOf(snapshot(...parts))('g1')
const base = figures(aRoomyNode('n1'))

test('are eight hexadecimal digits, the same each time', () => {
  expect(base).toMatch(/^[0-9a-f]{8}$/)
  expect(figures(aRoomyNode('n1'))).toBe(base)
  const of = figuresOf(snapshot(aRoomyNode('n1')))
  expect([of('g1'), of('g1')]).toStrictEqual([base, base])
})

test.each<[string, Parameters<typeof snapshot>]>([
  ['a node is marked offline', [aRoomyNode('n1', { offline: true })]],
  ['a node is drained', [aRoomyNode('n1', { drained: true })]],
  ['a node may no longer hold instances', [aRoomyNode('n1', { vmCapable: false })]],
  ['a node does not answer', [aRoomyNode('n1', { silence: 'no data' })]],
  ['a node gets memory', [aRoomyNode('n1', {}, { memoryTotalMiB: 99999 })]],
  ['a node gets disk', [aRoomyNode('n1', {}, { diskTotalMiB: 99999 })]],
  ['a node gets another name', [aRoomyNode('n9')]],
  ['an instance gets other memory', [aRoomyNode('n1'), { memoryMiB: 1 }]],
  ['an instance gets other disks', [aRoomyNode('n1'), { diskUsageMiB: 1 }]],
  ['an instance is marked down', [aRoomyNode('n1'), { adminState: 'down' }]],
  ['an instance moves', [aRoomyNode('n1'), { primary: 'n2', secondary: 'n1' }]],
  ['the second copy goes elsewhere', [aRoomyNode('n1'), { secondary: 'm1' }]],
  ['an instance is added', [aRoomyNode('n1'), {}, [anInstance({ name: 'i2' })]]],
])('change when %s', (_, parts) => {
  expect(figures(...parts)).not.toBe(base)
})

test('tell two instances from one, and both from the sum of something else', () => {
  const i2 = (but = {}) => figures(aRoomyNode('n1'), {}, [anInstance({ name: 'i2', ...but })])
  const all = [
    base,
    i2(),
    i2({ adminState: 'down' }),
    i2({ secondary: undefined }),
    i2({ memoryMiB: 2048 }),
    i2({ diskUsageMiB: 2304 }),
  ]
  expect(new Set(all).size).toBe(all.length)
  expect(i2({ adminState: 'down', memoryMiB: 9 })).toBe(i2({ adminState: 'down' }))
})

test('tell the sums alone: two instances are as one of their size', () => {
  const two = figures(aRoomyNode('n1'), {}, [anInstance({ name: 'i2' })])
  expect(figures(aRoomyNode('n1'), { memoryMiB: 2048, diskUsageMiB: 2304 })).toBe(two)
})

// Jobs in a queue carry them, so another version of harep must come to the same: these were computed by another program.
test('are the FNV-1a digest of a line for each node of the group', () => {
  // n1 false false true 16384 204800 1024 1152, n2 false false true 16384 204800 0 1152
  expect(base).toBe('f8ba21d7')
  // n1 true false true -1 -1 1024 1152, and n2 as before
  expect(figures(aRoomyNode('n1', { offline: true }))).toBe('1deee908')
  expect(figuresOf(snapshot(aRoomyNode('n1')))('nobody')).toBe('811c9dc5')
})

test('do not change with what flutters, nor with other groups', () => {
  expect(figures(aRoomyNode('n1', {}, { memoryFreeMiB: 1, diskFreeMiB: 1 }))).toBe(base)
  expect(figures(aRoomyNode('n1'), { status: 'ERROR_down' })).toBe(base)
  expect(
    figures(aRoomyNode('n1'), {}, [anInstance({ name: 'i2', primary: 'm1', secondary: undefined })]),
  ).toBe(base)
})
