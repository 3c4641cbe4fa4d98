import { expect, test } from 'vitest'
import { plan } from '../../../src/planner/healing/plan.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aPlanInput, aRoomyNode, inShort } from '../../builders/plan.ts'

test('instances come in the order of luxid, those that cannot be read last, and only what is selected', () => {
  const input = aPlanInput({
    instances: ['b', 'a', 'c'].map(name => anInstance({ name })),
    isSelected: name => name !== 'a' && name !== 'y',
  })
  const unreadable = ['z', 'y', 'x'].map(name => ({ name, problem: `${name} is odd` }))
  const decisions = plan({ ...input, snapshot: { ...input.snapshot, unreadable } })
  expect(decisions.map(({ instance }) => instance)).toStrictEqual(['b', 'c', 'z', 'x'])
  expect(decisions.map(inShort).slice(2)).toStrictEqual([
    'needs-repair [unreadable]',
    'needs-repair [unreadable]',
  ])
})

test('instances that are well share all that is the same: a hundred thousand of them are cheap', () => {
  const [a, b] = plan(aPlanInput({ instances: ['a', 'b'].map(name => anInstance({ name })) }))
  expect(a?.reason).toBe(b?.reason)
  expect(a?.action).toBe(b?.action)
})

test('each repair carries the figures of its group, and only of that', () => {
  const nodes = [aRoomyNode('n1'), aRoomyNode('n2', { offline: true })]
  const figuresWith = (more: ReturnType<typeof aRoomyNode>) => {
    const [decision] = plan(aPlanInput({ instances: [anInstance()], nodes: [...nodes, more] }))
    return decision?.action.kind === 'repair' ? decision.action.figures : undefined
  }
  const base = figuresWith(aRoomyNode('m1', { groupUuid: 'g2' }))
  expect(base).toMatch(/^[0-9a-f]{8}$/)
  expect(figuresWith(aRoomyNode('m1', { groupUuid: 'g2', drained: true }))).toBe(base)
  expect(figuresWith(aRoomyNode('m1'))).not.toBe(base)
})
