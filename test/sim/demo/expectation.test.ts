import { describe, expect, test } from 'vitest'
import { isDamaged, isWhole, shouldBeHealed } from '../../../sim/demo/expectation.ts'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { RepairType } from '../../../src/cluster/repair-type.ts'
import { REPAIR_TYPES } from '../../../src/cluster/repair-type.ts'
import { instance, node, snapshot, upTo } from './fixture.ts'

const off = { offline: true, resources: undefined } as const
const nodes = [
  node('n1'),
  node('n2'),
  node('n3'),
  node('dead1', off),
  node('dead2', off),
  node('drained', { drained: true }),
  node('silent', { resources: undefined, silence: 'no answer' }),
]
const down = { status: 'ERROR_nodeoffline' } as const
const drbd = (primary: string, secondary: string, changes: Partial<Instance> = {}) =>
  instance('x', { diskTemplate: 'drbd', primary, secondary, ...changes })

describe('an instance is whole', () => {
  test.each<[string, Instance, boolean]>([
    ['when it runs', drbd('n1', 'n2'), true],
    [
      'when it is stopped and should be',
      drbd('n1', 'n2', { adminState: 'down', status: 'ADMIN_down' }),
      true,
    ],
    ['not when it is stopped and should run', instance('x', { status: 'ERROR_down' }), false],
    ['not when it lacks its second copy', drbd('n1', 'dead1'), false],
    [
      'not when its stopped disks are on a dead node',
      instance('x', { primary: 'dead1', adminState: 'down', status: 'ADMIN_down' }),
      false,
    ],
    ['not when a node of it does not answer', drbd('n1', 'silent'), false],
    ['even when a node of it is drained', drbd('n1', 'drained'), true],
  ])('%s', (_name, value, whole) => {
    expect(isWhole(value, snapshot(nodes, [value]))).toBe(whole)
    expect(isDamaged(value, snapshot(nodes, [value]))).toBe(!whole)
  })

  test('or not, but is set aside by its admin, or has no disks yet', () => {
    const setAside = instance('x', { primary: 'dead1', adminState: 'offline', status: 'ADMIN_offline' })
    const planned = instance('x', { primary: 'dead1', forthcoming: true, ...down })
    expect(isDamaged(setAside, snapshot(nodes, []))).toBe(false)
    expect(isDamaged(planned, snapshot(nodes, []))).toBe(false)
  })
})

describe('an instance should be healed from this permission on', () => {
  test.each<[string, Instance, RepairType | 'never']>([
    ['drbd, secondary dead', drbd('n1', 'dead1'), 'fix-storage'],
    ['drbd, primary dead', drbd('dead1', 'n1', down), 'failover'],
    ['drbd, both dead', drbd('dead1', 'dead2', down), 'reinstall'],
    ['drbd, primary dead, secondary drained', drbd('dead1', 'drained', down), 'never'],
    ['drbd, primary dead, secondary silent', drbd('dead1', 'silent', down), 'never'],
    ['plain', instance('x', { primary: 'dead1', ...down }), 'reinstall'],
    ['plain on a silent node', instance('x', { primary: 'silent', status: 'ERROR_nodedown' }), 'never'],
    [
      'disks that every node can reach',
      instance('x', { primary: 'dead1', diskTemplate: 'rbd', ...down }),
      'failover',
    ],
    ['mixed', instance('x', { primary: 'dead1', diskTemplate: 'mixed', ...down }), 'never'],
    [
      'plain, too large for any node',
      instance('x', { primary: 'dead1', diskUsageMiB: 1001, ...down }),
      'never',
    ],
    ['drbd without a node for the copy', drbd('n1', 'dead1', { memoryMiB: 1001 }), 'never'],
    ['healthy', drbd('n1', 'n2'), 'never'],
    ['crashed, on good nodes', instance('x', { status: 'ERROR_down' }), 'never'],
  ])('%s: %3$s', (_name, value, least) => {
    const cluster = snapshot(nodes, [value])
    const healing = REPAIR_TYPES.filter(type => shouldBeHealed(value, cluster, upTo(type)))
    expect(healing).toEqual(least === 'never' ? [] : REPAIR_TYPES.slice(REPAIR_TYPES.indexOf(least)))
  })

  test('but never without a permission, or while it is suspended', () => {
    const value = drbd('dead1', 'n1', down)
    const cluster = snapshot(nodes, [value])
    const by = { level: 'cluster', object: 'cluster', tag: 't' } as const
    expect(shouldBeHealed(value, cluster, { kind: 'not-enabled' })).toBe(false)
    expect(
      shouldBeHealed(value, cluster, { kind: 'suspended', untilSeconds: undefined, unreadable: false, by }),
    ).toBe(false)
  })

  test('a node of another group is no room', () => {
    const value = instance('x', { primary: 'dead1', ...down })
    const far = snapshot([node('far', { groupUuid: 'other' }), node('dead1', off)], [value])
    expect(shouldBeHealed(value, far, upTo('reinstall'))).toBe(false)
  })

  test('both copies need a node of their own', () => {
    const value = drbd('dead1', 'dead2', down)
    const dead = [node('dead1', off), node('dead2', off)]
    expect(shouldBeHealed(value, snapshot([node('n1'), ...dead], [value]), upTo('reinstall'))).toBe(false)
    expect(
      shouldBeHealed(value, snapshot([node('n1'), node('n2'), ...dead], [value]), upTo('reinstall')),
    ).toBe(true)
  })
})
