import { expect, test } from 'vitest'
import { settledInOrder } from '../../../sim/invariants/settled-in-order.ts'
import { ALLOW, ByHand, REPAIR, web } from './by-hand.ts'

const PENDING = `${ALLOW}pending:failover:${REPAIR}:1795338000:1`
const OLDER = `${ALLOW}pending:failover:older:1795337000:1`
const DONE = `${ALLOW}result:failover:${REPAIR}:1795338100:success:1`

function settled(tags: readonly string[], removed: readonly string[]): readonly string[] {
  const stage = new ByHand(settledInOrder, [web({ tags })])
  stage.pass(10)
  const opcode = { kind: 'instance', name: 'web', priority: -10, reason: [['harep', 'harep called', 0]] }
  stage.submit(
    { ...opcode, OP_ID: 'OP_TAGS_SET', tags: [DONE] },
    ...removed.map(tag => ({ ...opcode, OP_ID: 'OP_TAGS_DEL', tags: [tag] })),
  )
  return stage.found
}

test('a pending tag goes with its result', () => {
  expect(settled([PENDING], [PENDING])).toEqual([])
  expect(settled([PENDING], [])).toEqual([`job 1 writes ${DONE} on web, and leaves ${PENDING}`])
})

test('a younger repair that gets its result first is found', () => {
  expect(settled([PENDING, OLDER], [PENDING])).toEqual([
    `job 1 writes ${DONE} on web, where ${OLDER} is older`,
  ])
})

test('what has a result already is pending no more, and a permission for one repair is none, nor is what no one can read', () => {
  const itsResult = `${ALLOW}result:failover:older:1795337100:failure:1`
  const oneOff = `${ALLOW}pending:failover:by-hand:1795337000:`
  const rubbish = `${ALLOW}pending:Failover:x:1000:1`
  expect(settled([PENDING, OLDER, itsResult, oneOff, rubbish], [PENDING])).toEqual([])
})

test('one that was withdrawn is settled; of the pending tags of one id the latest counts', () => {
  const withdrawn = `${ALLOW}result:failover:older:1795337100:enoperm:1`
  expect(settled([PENDING, OLDER, withdrawn], [PENDING])).toEqual([])
  const permission = `${ALLOW}pending:failover:older:1795337200:`
  expect(settled([PENDING, OLDER, permission], [PENDING])).toEqual([])
  const earlier = `${ALLOW}pending:failover:older:1795336000:`
  expect(settled([PENDING, OLDER, earlier], [PENDING])).toHaveLength(1)
})

test('two runs that told of one repair at different times: the earliest tag says how old it is', () => {
  const told = `${ALLOW}pending:failover:${REPAIR}:1795338381:1`
  const between = `${ALLOW}pending:failover:other:1795338077:2`
  expect(settled([PENDING, told, between], [PENDING, told])).toEqual([])
  const before = `${ALLOW}pending:failover:other:1795337999:2`
  expect(settled([PENDING, told, before], [PENDING, told])).toEqual([
    `job 1 writes ${DONE} on web, where ${before} is older`,
  ])
})
