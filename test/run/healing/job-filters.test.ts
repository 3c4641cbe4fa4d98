import { expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { askedBeforeHolds, type JobFilter, rejectingAll } from '../../../src/run/healing/job-filters.ts'

const filter = (but: Partial<JobFilter>): JobFilter => ({
  ...{ uuid: 'f1', watermark: 100, priority: 0, predicates: [], action: 'REJECT' },
  ...but,
})
const NEW = ['jobid', ['>', 'id', 'watermark']]

const OF_ALL: [string, JsonValue][] = [
  ['no condition', []],
  ['ids above the watermark', [NEW]],
  ['ids above one that is older', [['jobid', ['>=', 'id', 7]]]],
  ['what is of harep', [['reason', ['==', 'source', 'harep']]]],
  ['both', [NEW, ['reason', ['=', 'source', 'harep']]]],
]
const OF_NONE: [string, JsonValue][] = [
  ['ids up to the watermark', [['jobid', ['<=', 'id', 'watermark']]]],
  ['an old job', [['jobid', ['==', 'id', 7]]]],
  ['what is of others', [['reason', ['=', 'source', 'gnt:client:gnt-instance']]]],
  ['opcodes that are none of ours', [NEW, ['opcode', ['=', 'OP_ID', 'OP_INSTANCE_CREATE']]]],
  ['a regular expression, which Ganeti never finds', [['reason', ['=~', 'reason', 'pink bunny']]]],
]
const OF_SOME_PERHAPS: [string, JsonValue][] = [
  ['ids above one that is to come', [['jobid', ['>', 'id', 101]]]],
  ['a repair', [['opcode', ['=', 'OP_ID', 'OP_INSTANCE_FAILOVER']]]],
  ['a field of an opcode', [['opcode', ['=', 'instance_name', 'web1']]]],
  ['a text that --reason may be', [['reason', ['=', 'reason', 'maintenance']]]],
  ['several conditions', [['jobid', ['&', ['>', 'id', 1], ['<', 'id', 2]]]]],
  ['nothing that can be read', 7],
]

test.each(OF_ALL)('a filter with %s rejects all', (_, predicates) => {
  expect(rejectingAll([filter({ predicates })])?.uuid).toBe('f1')
  expect(askedBeforeHolds([filter({ predicates, action: 'ACCEPT' })])).toHaveLength(1)
})

test.each(OF_NONE)('a filter with %s concerns no repair', (_, predicates) => {
  expect(rejectingAll([filter({ predicates })])).toBeUndefined()
  expect(askedBeforeHolds([filter({ predicates, action: 'ACCEPT' })])).toEqual([])
})

test.each(OF_SOME_PERHAPS)('a filter with %s may let one in, and is no drain', (_, predicates) => {
  expect(rejectingAll([filter({ predicates })])).toBeUndefined()
  expect(askedBeforeHolds([filter({ predicates, action: ['RATE_LIMIT', 5] })])).toHaveLength(1)
})

test('the first filter that is asked decides', () => {
  const drain = filter({ uuid: 'drain', priority: 1, watermark: 50 })
  const accept = filter({ uuid: 'accept', action: 'ACCEPT', priority: 0, watermark: 70 })
  expect(rejectingAll([drain, accept])).toBeUndefined()
  expect(rejectingAll([drain, { ...accept, priority: 2 }])?.uuid).toBe('drain')
  expect(rejectingAll([drain, { ...accept, priority: 1 }])?.uuid).toBe('drain')
  expect(rejectingAll([drain, { ...accept, priority: 1, watermark: 40 }])).toBeUndefined()
  expect(rejectingAll([drain, { ...accept, action: 'CONTINUE' }])?.uuid).toBe('drain')
  expect(rejectingAll([drain, { ...accept, predicates: [['jobid', ['<=', 'id', 7]]] }])?.uuid).toBe('drain')
})

test('what is asked after the holds, or keeps jobs back, lets nothing in', () => {
  expect(askedBeforeHolds([filter({ action: 'ACCEPT', priority: 1 })])).toEqual([])
  for (const action of ['PAUSE', 'REJECT', 'CONTINUE'])
    expect(askedBeforeHolds([filter({ action })])).toEqual([])
})
