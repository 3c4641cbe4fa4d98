import { expect, test } from 'vitest'
import {
  activateDisks,
  failover,
  failoverTo,
  migrate,
  move,
  type Opcode,
  recreateDisksOn,
  replaceSecondaryBy,
  startup,
  testDelay,
} from '../../src/cluster/opcode.ts'
import { rateLimitsOf, type Where } from '../../src/run/rate-limits.ts'

const at = (nodes: readonly string[], but: Partial<Where> = {}): Where => ({
  nodes,
  isSecondaryOffline: false,
  lockedByOurs: [],
  ...but,
})

const BETWEEN = ['rate-limit:10:harep', 'rate-limit:2:harep between node1 and node2']

test('what has both its nodes locked from beginning to end takes two slots between the same two, whichever is the primary', () => {
  expect(rateLimitsOf([failover('web1')], at(['node2', 'node1'], { lockedByOurs: ['node3'] }))).toEqual(
    BETWEEN,
  )
  expect(rateLimitsOf([activateDisks('web1'), migrate('web1')], at(['node1', 'node2']))).toEqual(BETWEEN)
})

test.each([
  ['a delay, which locks neither', [testDelay(60), failover('web1')], ['node1', 'node2']],
  ['what has no second node', [failoverTo('web1', 'node3')], ['node1']],
  ['what others may do beside it', [startup('web1')], ['node1', 'node2']],
])('%s, is only one of ten', (_, opcodes, nodes) => {
  expect(rateLimitsOf(opcodes, at(nodes))).toEqual(['rate-limit:10:harep'])
})

const OF = (...nodes: string[]) => nodes.map(node => `rate-limit:1:harep-copies of ${node}`)

test('what copies whole disks has a limit of its own, and there is one at a time of each node that it keeps locked', () => {
  const nodes = ['node2', 'node1']
  const COPIES = 'rate-limit:5:harep-copies'
  expect(rateLimitsOf([move('web1', 'node3')], at(nodes))).toEqual([COPIES, ...OF('node3')])
  const replacement = [activateDisks('web1'), replaceSecondaryBy('web1', 'node3')]
  expect(rateLimitsOf(replacement, at(nodes))).toEqual([COPIES, ...OF('node1', 'node2', 'node3')])
  // Ganeti itself frees all of them then before it copies.
  expect(rateLimitsOf(replacement, at(nodes, { isSecondaryOffline: true }))).toEqual([COPIES])
})

test('what needs a node that copies waits in the queue for it', () => {
  const lockedByOurs = ['node1', 'node9']
  const limits = (opcodes: readonly Opcode[], ...nodes: string[]) =>
    rateLimitsOf(opcodes, at(nodes, { lockedByOurs }))
  expect(limits([failover('web1')], 'node2', 'node1')).toEqual([...BETWEEN, ...OF('node1')])
  expect(limits([failoverTo('web1', 'node1')], 'node3')).toEqual(['rate-limit:10:harep', ...OF('node1')])
  const anew = [recreateDisksOn('web1', ['node9', 'node4'])]
  expect(limits(anew, 'node1', 'node2')).toEqual(['rate-limit:10:harep', ...OF('node9')])
})
