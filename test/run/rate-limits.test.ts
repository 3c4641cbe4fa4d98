import { expect, test } from 'vitest'
import {
  activateDisks,
  failover,
  failoverTo,
  migrate,
  move,
  replaceSecondary,
  startup,
  testDelay,
} from '../../src/cluster/opcode.ts'
import { rateLimitsOf } from '../../src/run/rate-limits.ts'

const BETWEEN = ['rate-limit:10:harep', 'rate-limit:2:harep between node1 and node2']

test('what has both its nodes locked from beginning to end takes two slots between the same two, whichever is the primary', () => {
  expect(rateLimitsOf([failover('web1')], ['node2', 'node1'])).toEqual(BETWEEN)
  expect(rateLimitsOf([activateDisks('web1'), migrate('web1')], ['node1', 'node2'])).toEqual(BETWEEN)
})

test.each([
  ['a delay, which locks neither', [testDelay(60), failover('web1')], ['node1', 'node2']],
  ['what may take the lock of any node', [failoverTo('web1', { iallocator: 'hail' })], ['node1']],
  ['what others may do beside it', [startup('web1')], ['node1', 'node2']],
])('%s, is only one of ten', (_, opcodes, nodes) => {
  expect(rateLimitsOf(opcodes, nodes)).toEqual(['rate-limit:10:harep'])
})

test.each([[[replaceSecondary('web1')]], [[move('web1', 'node2')]]])(
  'what copies whole disks has a limit of its own: %o',
  opcodes => {
    expect(rateLimitsOf(opcodes, ['node1', 'node2'])).toEqual(['rate-limit:5:harep-copies'])
  },
)
