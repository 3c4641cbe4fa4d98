import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { aRoomyNode, inShort, NOW, type PlanParts } from '../../builders/plan.ts'
import {
  DISKS_FAILED,
  decisionAfter,
  failed,
  n1Offline,
  recreation,
  START_FAILED,
  SYSTEM_FAILED,
  untried,
} from './half-made.ts'

const DRBD = { diskTemplate: 'drbd', primary: 'n3', secondary: 'n4' } as const
const dead = (name: string) => aRoomyNode(name, { offline: true })

/** How many nodes get disks. */
function copiesOf({ action }: HealingDecision): number | undefined {
  const opcodes = action.kind === 'repair' ? action.opcodes : []
  const nodes = opcodes.flatMap(one => (one.OP_ID === 'OP_INSTANCE_RECREATE_DISKS' ? [one['nodes']] : []))
  return Array.isArray(nodes[0]) ? nodes[0].length : undefined
}

test.each<[string, Partial<Instance>, readonly string[], number]>([
  ['plain', {}, ['n3'], 1],
  ['file', { diskTemplate: 'file' }, ['n3'], 1],
  ['drbd', DRBD, ['n3', 'n4'], 2],
])('the whole job again makes as many copies as its template has: %s', (_, but, nodes, copies) => {
  expect(copiesOf(decisionAfter(recreation(DISKS_FAILED, nodes), but))).toBe(copies)
})

describe('what it writes over is looked at again right before', () => {
  test.each<[string, readonly ('success' | 'error')[], Partial<Instance>, PlanParts, boolean]>([
    ['no disks', DISKS_FAILED, {}, {}, true],
    ['no system', SYSTEM_FAILED, {}, {}, true],
    ['no start', START_FAILED, {}, {}, false],
    ['no start, and its node is dead', START_FAILED, {}, { nodes: [dead('n3')] }, true],
    ['no start, and a copy is left', START_FAILED, DRBD, { nodes: [dead('n3')] }, false],
  ])('%s', (_, ends, but, parts, isDestructive) => {
    const nodes = but.diskTemplate === 'drbd' ? ['n3', 'n4'] : ['n3']
    expect(decisionAfter(recreation(ends, nodes), but, parts).action).toMatchObject({
      kind: 'repair',
      isDestructive,
    })
  })
})

test('one that its admin has marked offline is told to be so', () => {
  const but = { adminState: 'offline', status: 'ADMIN_offline' } as const
  expect(inShort(decisionAfter(recreation(SYSTEM_FAILED), but))).toBe('healthy [admin-offline]')
})

describe('where it is tells whether its disks are the new ones', () => {
  const NOT_EVEN_DOWN = [failed, untried, untried, untried]
  const moved = 'its nodes or its admin state are not what the job left'

  test.each<[string, Partial<Instance>, string]>([
    [
      'both of the new nodes',
      DRBD,
      'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [recreation-unfinished]',
    ],
    ['one of them only', { ...DRBD, secondary: 'n2' }, 'reinstall: STARTUP [recreation-unfinished]'],
    [
      'none of them',
      { ...DRBD, primary: 'n1', secondary: 'n2' },
      'reinstall: STARTUP [recreation-unfinished]',
    ],
  ])('disks that were not made: %s', (_, but, expected) => {
    expect(inShort(decisionAfter(recreation(DISKS_FAILED, ['n3', 'n4']), but))).toBe(expected)
  })

  test.each<[string, Partial<Instance>]>([
    ['one of them is another', { ...DRBD, secondary: 'n2' }],
    ['the other is another', { ...DRBD, primary: 'n2' }],
    ['there is one node less', { diskTemplate: 'plain', primary: 'n3', secondary: undefined }],
  ])('disks that were made on two nodes, and %s: a human has to look', (_, but) => {
    const { reason } = decisionAfter(recreation(SYSTEM_FAILED, ['n3', 'n4']), but)
    expect(reason).toStrictEqual({ code: 'changed-since', job: '7', what: moved })
  })

  test('the node that luxid names as secondary of a plain one says nothing', () => {
    expect(inShort(decisionAfter(recreation(SYSTEM_FAILED), { secondary: 'n4' }))).toBe(
      'reinstall: REINSTALL STARTUP [recreation-unfinished]',
    )
    expect(
      inShort(decisionAfter(recreation(SYSTEM_FAILED), { secondary: 'n4' }, { nodes: [dead('n4')] })),
    ).toBe('reinstall: REINSTALL STARTUP [recreation-unfinished]')
  })

  test('not even SHUTDOWN succeeded, and it is marked down on its new node: somebody else did that', () => {
    expect(decisionAfter(recreation(NOT_EVEN_DOWN)).reason).toMatchObject({ what: moved })
    expect(inShort(decisionAfter(recreation(NOT_EVEN_DOWN), { adminState: 'up' }))).toContain('SHUTDOWN')
  })
})

test('an admin who works on it does not keep what its nodes need from being done', () => {
  const drained = aRoomyNode('n3', { drained: true })
  const parts = { nodes: [drained, n1Offline] }
  expect(inShort(decisionAfter(recreation(START_FAILED), { mtimeSeconds: NOW - 100 }, parts))).toBe(
    'failover: MOVE [plain-drained]',
  )
})
