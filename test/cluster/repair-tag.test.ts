import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRepairTag, REPAIR_RESULTS, tagged } from '../../src/cluster/repair-tag.ts'
import { mutated, nearlyTag, repairRecord, scrambledTag } from '../arbitraries/repair-tag.ts'
import { naiveRepairTag } from '../builders/naive-repair-tag.ts'

const UUID = '00000001-aaaa-4bbb-8ccc-dddddddddddd'
const PENDING = 'ganeti:watcher:autorepair:pending:'
const RESULT = 'ganeti:watcher:autorepair:result:'

/** What the source and the naive parser both tell, in one shape. */
function parsed(tag: string) {
  const repair = parseRepairTag(tag)
  if (!repair) return undefined
  const { type, id, timeSeconds, result, jobs } = repair
  return { type, id, timeSeconds, result, jobs }
}

describe('parseRepairTag', () => {
  test('reads a pending tag', () => {
    const tag = `${PENDING}failover:${UUID}:1300000000:77+78`
    expect(parseRepairTag(tag)).toStrictEqual({
      type: 'failover',
      id: UUID,
      timeSeconds: 1300000000n,
      result: undefined,
      jobs: ['77', '78'],
      tag,
    })
  })

  test.each(REPAIR_RESULTS)('reads a result tag that says %s', result => {
    const tag = `${RESULT}fix-storage:${UUID}:1:${result}:5`
    expect(parseRepairTag(tag)).toStrictEqual({
      type: 'fix-storage',
      id: UUID,
      timeSeconds: 1n,
      result,
      jobs: ['5'],
      tag,
    })
  })

  test.each([
    ['no jobs', `${PENDING}failover:${UUID}:1:`, []],
    ['no id', `${PENDING}failover::1:77`, ['77']],
    ['an id that is no UUID', `${PENDING}failover:not-a-uuid:1:77`, ['77']],
    ['a blank before a job', `${PENDING}failover:${UUID}:1: 77`, ['77']],
    ['a hexadecimal job', `${PENDING}failover:${UUID}:1:0x4D`, ['77']],
    ['a job in brackets', `${PENDING}failover:${UUID}:1:(77)`, ['77']],
    ['leading zeros', `${PENDING}failover:${UUID}:1:077`, ['77']],
    ['job 0', `${PENDING}failover:${UUID}:1:0`, ['0']],
    ['job -0', `${PENDING}failover:${UUID}:1:-0`, ['0']],
    ['the greatest job id', `${PENDING}migrate:${UUID}:1:9223372036854775807`, ['9223372036854775807']],
    ['a job id beyond 2^64', `${PENDING}reinstall:${UUID}:1:18446744073709551693`, ['77']],
    ['a job id of 2^64', `${PENDING}reinstall:${UUID}:1:18446744073709551616`, ['0']],
    ['a very negative job id', `${PENDING}failover:${UUID}:1:-18446744073709551539`, ['77']],
    ['a result without jobs', `${RESULT}migrate:${UUID}:1:success:`, []],
    ['a result with brackets', `${RESULT}failover:${UUID}:(1):success:(5)`, ['5']],
    ['a time before 1970', `${RESULT}fix-storage:${UUID}:-1:enoperm:0`, ['0']],
    ['the same job twice', `${PENDING}failover:${UUID}:1:7+7`, ['7', '7']],
  ])('accepts %s', (_, tag, jobs) => {
    expect(parseRepairTag(tag)?.jobs).toStrictEqual(jobs)
  })

  test.each([
    `${PENDING}failover:${UUID}:1300000000`,
    `${PENDING}failover:${UUID}:1300000000:77:`,
    `${PENDING}failover:${UUID}:1300000000:77:x`,
    `${PENDING}failover:${UUID}:1300000000:success:77`,
    `${PENDING}bogus:${UUID}:1300000000:77`,
    `${PENDING}Failover:${UUID}:1300000000:77`,
    `${PENDING}:${UUID}:1300000000:77`,
    `${PENDING}failover:${UUID}::77`,
    `${PENDING}failover:${UUID}:yesterday:77`,
    `${PENDING}failover:${UUID}:13e8:77`,
    `${PENDING}failover:${UUID}:1300000000:77+`,
    `${PENDING}failover:${UUID}:1300000000:+77`,
    `${PENDING}failover:${UUID}:1300000000:77++78`,
    `${PENDING}failover:${UUID}:1300000000:77,78`,
    `${PENDING}failover:${UUID}:1300000000:x`,
    `${PENDING}failover:${UUID}:1300000000:-77`,
    `${PENDING}failover:${UUID}:1300000000:77 `,
    `${PENDING}failover:${UUID}:1300000000:77.0`,
    `${PENDING}failover:${UUID}:1300000000:9223372036854775808`,
    `${PENDING}failover:${UUID}:1300000000:18446744073709551615`,
    `${PENDING}failover:${UUID}:1300000000:7+9223372036854775808`,
    `${RESULT}failover:${UUID}:1:success`,
    `${RESULT}failover:${UUID}:1:success:5:6`,
    `${RESULT}failover:${UUID}:1:Success:5`,
    `${RESULT}failover:${UUID}:1::5`,
    `${RESULT}failover:${UUID}:1:ok:5`,
    `${RESULT}failover:${UUID}:1:5`,
    `${RESULT}bogus:${UUID}:1:success:5`,
    `${RESULT}failover:${UUID}:x:success:5`,
    `${RESULT}failover:${UUID}:1:failure:x`,
    `${RESULT}failover:${UUID}:1:5:success`,
    `${RESULT}pending:failover:${UUID}:1:5`,
    ` ${PENDING}failover:${UUID}:1:5`,
    `x${RESULT}failover:${UUID}:1:success:5`,
    `${PENDING.toUpperCase()}failover:${UUID}:1:5`,
    'ganeti:watcher:autorepair:pending',
    'ganeti:watcher:autorepair:pending:',
    'ganeti:watcher:autorepair:result',
    'ganeti:watcher:autorepair:result:',
    'ganeti:watcher:autorepair:suspend',
    'ganeti:watcher:autorepair:failover',
    'ganeti:watcher:autorepair',
    '',
  ])('ignores %j', tag => {
    expect(parseRepairTag(tag)).toBeUndefined()
  })

  test('reads back what tagged() wrote', () => {
    fc.assert(
      fc.property(repairRecord, record => {
        const written = tagged(record)
        expect(parseRepairTag(written.tag)).toStrictEqual(written)
        expect({ ...record, tag: written.tag }).toStrictEqual(written)
      }),
    )
  })

  test.each([
    ['scrambled', scrambledTag, 500],
    ['nearly right', nearlyTag, 1000],
    [
      'mutated',
      fc
        .oneof(
          nearlyTag,
          repairRecord.map(record => tagged(record).tag),
        )
        .chain(mutated),
      1000,
    ],
    ['arbitrary', fc.string({ unit: 'binary', maxLength: 128 }), 100],
  ])('reads %s tags as the naive parser does, and never throws', (_, tags, numRuns) => {
    fc.assert(
      fc.property(tags, tag => {
        expect(parsed(tag)).toStrictEqual(naiveRepairTag(tag))
      }),
      { numRuns },
    )
  })

  test('keeps the very text of the tag, however it spells its numbers', () => {
    fc.assert(
      fc.property(nearlyTag, tag => {
        const repair = parseRepairTag(tag)
        fc.pre(repair !== undefined)
        expect(repair.tag).toBe(tag)
      }),
    )
  })

  test('gives what nobody can change', () => {
    const repair = parseRepairTag(`${PENDING}failover:${UUID}:1:7`)
    expect(Object.isFrozen(repair)).toBe(true)
    expect(Object.isFrozen(repair?.jobs)).toBe(true)
  })
})

describe('tagged', () => {
  const record = {
    type: 'failover',
    id: UUID,
    timeSeconds: 1300000000n,
    result: undefined,
    jobs: ['7'],
  } as const

  test.each([
    ['a pending repair', record, `${PENDING}failover:${UUID}:1300000000:7`],
    ['several jobs', { ...record, jobs: ['7', '8', '9'] }, `${PENDING}failover:${UUID}:1300000000:7+8+9`],
    ['no job', { ...record, jobs: [] }, `${PENDING}failover:${UUID}:1300000000:`],
    ['a success', { ...record, result: 'success' }, `${RESULT}failover:${UUID}:1300000000:success:7`],
    [
      'a refusal',
      { ...record, result: 'enoperm', jobs: [] },
      `${RESULT}failover:${UUID}:1300000000:enoperm:`,
    ],
    ['a time before 1970', { ...record, timeSeconds: -1n }, `${PENDING}failover:${UUID}:-1:7`],
  ] as const)('writes %s', (_, told, tag) => {
    expect(tagged(told)).toStrictEqual({ ...told, tag })
  })

  // settle() hands it a record that already has a tag: the new one must not inherit that.
  test('replaces the tag that the record has', () => {
    const before = tagged(record)
    expect(tagged({ ...before, result: 'failure' }).tag).toBe(
      `${RESULT}failover:${UUID}:1300000000:failure:7`,
    )
    expect(Object.isFrozen(before)).toBe(true)
  })
})
