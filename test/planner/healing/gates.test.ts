import { describe, expect, test } from 'vitest'
import type { Node } from '../../../src/cluster/node.ts'
import { aRoomyNode, decisionOn, inShort, NOW } from '../../builders/plan.ts'

const PLAIN = { diskTemplate: 'plain', secondary: undefined } as const
const RBD = { diskTemplate: 'rbd', secondary: undefined } as const
const offline = (name: string, secondsAgo = 3600): Node =>
  aRoomyNode(name, { offline: true, mtimeSeconds: NOW - secondsAgo })

describe('the settling time', () => {
  test.each([
    ['a re-creation', PLAIN],
    ['a second start of an instance on shared storage', RBD],
  ])('%s waits until its node has been offline for long enough', (_, instance) => {
    const early = decisionOn(instance, { nodes: [offline('n1', 599)] })
    expect(inShort(early)).toBe('needs-repair [settling]')
    expect(early.reason).toMatchObject({ node: 'n1', untilSeconds: NOW + 1 })
    expect(decisionOn(instance, { nodes: [offline('n1', 600)] }).action.kind).toBe('repair')
  })

  test('counts from the later of two nodes', () => {
    const decision = decisionOn({}, { nodes: [offline('n1'), offline('n2', 30)] })
    expect(decision.reason).toMatchObject({ code: 'settling', node: 'n2' })
  })

  test('does not count from a node that has none of its data, whatever luxid names as its secondary', () => {
    const nodes = [offline('n1'), offline('n2', 30)]
    expect(inShort(decisionOn({ diskTemplate: 'plain', secondary: 'n2' }, { nodes }))).toContain('RECREATE')
  })

  test('counts from the node whose time is known, and not at all where none is', () => {
    const unknown = (name: string) => aRoomyNode(name, { offline: true, mtimeSeconds: undefined })
    for (const nodes of [
      [unknown('n1'), offline('n2', 30)],
      [offline('n1', 30), unknown('n2')],
    ])
      expect(inShort(decisionOn({}, { nodes }))).toBe('needs-repair [settling]')
    expect(inShort(decisionOn({}, { nodes: [unknown('n1'), unknown('n2')] }))).toContain('RECREATE')
  })

  test('does not hold up what keeps the data', () => {
    expect(inShort(decisionOn({}, { nodes: [offline('n1', 1)] }))).toContain('FAILOVER')
    expect(inShort(decisionOn({}, { nodes: [offline('n2', 1)] }))).toContain('REPLACE_DISKS')
    const drained = aRoomyNode('n1', { drained: true, mtimeSeconds: NOW - 1 })
    expect(inShort(decisionOn(RBD, { nodes: [drained] }))).toContain('MIGRATE')
  })

  test('is what the admin says', () => {
    expect(inShort(decisionOn(PLAIN, { nodes: [offline('n1', 0)], limits: { settleSeconds: 0 } }))).toContain(
      'RECREATE',
    )
    // Marked after the second began in which the plan is made.
    const justNow = aRoomyNode('n1', { offline: true, mtimeSeconds: NOW + 0.9 })
    expect(inShort(decisionOn(PLAIN, { nodes: [justNow], limits: { settleSeconds: 0 } }))).toContain(
      'RECREATE',
    )
    const slow = { nodes: [offline('n1', 3600)], limits: { settleSeconds: 7200 } }
    expect(inShort(decisionOn(PLAIN, slow))).toBe('needs-repair [settling]')
  })
})

describe('too many nodes offline', () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => aRoomyNode(`m${index}`))

  test.each([
    ['two of five', 2, 0, undefined, 'reinstall'],
    ['three of five', 3, 0, undefined, 'needs-repair [too-many-offline]'],
    ['three of fourteen', 3, 9, undefined, 'needs-repair [too-many-offline]'],
    ['three of fifteen: a fifth', 3, 10, undefined, 'reinstall'],
    ['four of fifteen', 4, 10, undefined, 'needs-repair [too-many-offline]'],
    ['one, and none is allowed', 1, 0, 0, 'needs-repair [too-many-offline]'],
    ['four, and four are allowed', 4, 0, 4, 'reinstall'],
  ])('%s', (_, dead, more, maxOffline, expected) => {
    const nodes = [...['n1', 'n2', 'n3', 'n4'].slice(0, dead).map(name => offline(name)), ...others(more)]
    expect(inShort(decisionOn(PLAIN, { nodes, limits: { maxOffline } }))).toMatch(
      new RegExp(`^${expected.replace(/[[\]]/g, '\\$&')}`),
    )
  })

  test('a node that does not answer is gone, too: a switch takes them all, and nobody marks more than one at a time', () => {
    const silent = ['n3', 'n4'].map(name => aRoomyNode(name, { silence: 'Error while retrieving data' }))
    expect(decisionOn(PLAIN, { nodes: [offline('n1'), ...silent] }).reason).toMatchObject({
      ...{ code: 'too-many-offline', offline: 1, silent: 2, nodes: 5, max: 2 },
    })
    expect(inShort(decisionOn(PLAIN, { nodes: [offline('n1'), ...silent.slice(1)] }))).toContain('RECREATE')
    // One that holds no instances is not asked.
    const idle = ['n3', 'n4'].map(name => aRoomyNode(name, { vmCapable: false }))
    expect(inShort(decisionOn(PLAIN, { nodes: [offline('n1'), ...idle] }))).toContain('RECREATE')
  })

  test('nodes of other groups do not count', () => {
    const elsewhere = ['m1', 'm2', 'm3'].map(name => ({ ...offline(name), groupUuid: 'g2' }))
    expect(inShort(decisionOn(PLAIN, { nodes: [offline('n1'), ...elsewhere] }))).toContain('RECREATE')
  })

  test('is told with its group, by its id where nobody knows its name', () => {
    const nodes = ['n1', 'n2', 'n3'].map(name => offline(name))
    const told = { code: 'too-many-offline', offline: 3, silent: 0, nodes: 5, max: 2 }
    expect(decisionOn(PLAIN, { nodes }).reason).toStrictEqual({ ...told, group: 'group-g1' })
    expect(decisionOn(PLAIN, { nodes, groups: [] }).reason).toStrictEqual({ ...told, group: 'g1' })
  })

  test('stops no failover', () => {
    const nodes = ['n1', 'n3', 'n4'].map(name => offline(name))
    expect(inShort(decisionOn({}, { nodes }))).toContain('FAILOVER')
    expect(inShort(decisionOn(RBD, { nodes }))).toContain('FAILOVER')
  })
})
