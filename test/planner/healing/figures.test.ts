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

test.each([
  ['a node is marked offline', figures(aRoomyNode('n1', { offline: true }))],
  ['a node is drained', figures(aRoomyNode('n1', { drained: true }))],
  ['a node may no longer hold instances', figures(aRoomyNode('n1', { vmCapable: false }))],
  ['a node does not answer', figures(aRoomyNode('n1', { silence: 'no data' }))],
  ['a node gets memory', figures(aRoomyNode('n1', {}, { memoryTotalMiB: 99999 }))],
  ['a node gets disk', figures(aRoomyNode('n1', {}, { diskTotalMiB: 99999 }))],
  ['a node gets another name', figures(aRoomyNode('n9'))],
  ['an instance gets other memory', figures(aRoomyNode('n1'), { memoryMiB: 1 })],
  ['an instance gets other disks', figures(aRoomyNode('n1'), { diskUsageMiB: 1 })],
  ['an instance is marked down', figures(aRoomyNode('n1'), { adminState: 'down' })],
  ['an instance moves', figures(aRoomyNode('n1'), { primary: 'n2', secondary: 'n1' })],
  ['an instance is added', figures(aRoomyNode('n1'), {}, [anInstance({ name: 'i2' })])],
])('change when %s', (_, changed) => {
  expect(changed).not.toBe(base)
})

test('do not change with what flutters, nor with other groups', () => {
  expect(figures(aRoomyNode('n1', {}, { memoryFreeMiB: 1, diskFreeMiB: 1 }))).toBe(base)
  expect(figures(aRoomyNode('n1'), { status: 'ERROR_down' })).toBe(base)
  expect(
    figures(aRoomyNode('n1'), {}, [anInstance({ name: 'i2', primary: 'm1', secondary: undefined })]),
  ).toBe(base)
})
