import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REPAIR_RESULTS, tagged } from '../../src/cluster/repair-tag.ts'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import {
  TAG_LENGTH_MAX,
  TAGS_PER_OBJECT_MAX,
  TagRefusedError,
  tagObjection,
} from '../../src/cluster/tag-limits.ts'
import { ownRepairRecord } from '../arbitraries/repair-tag.ts'

const UUID = '00000001-aaaa-4bbb-8ccc-dddddddddddd'
const JOB_ID_MAX = '9223372036854775807'

describe('tagObjection', () => {
  test.each([
    'a',
    'ganeti:watcher:autorepair:suspend:4102444800',
    'all.of+these*are/fine:@-_0',
    '\u00e9\u0141\u0661\u2167\u4e2d',
    '\u{10400}\u{1d7d8}',
    'a'.repeat(128),
    '\u{10400}'.repeat(128),
  ])('Ganeti stores %j', tag => {
    expect(tagObjection(tag)).toBeUndefined()
  })

  test.each<readonly [string, string]>([
    ['', 'it is empty'],
    ['a'.repeat(129), 'it has 129 characters, Ganeti stores 128'],
    ['\u{10400}'.repeat(129), 'it has 129 characters, Ganeti stores 128'],
    ...[
      ' ',
      'a b',
      'a\n',
      '\n',
      'a,b',
      'a"b',
      'a\\b',
      'a=b',
      '(5)',
      'a\u0301',
      '\u{1f600}',
      '\ud800',
      '\u00a0',
    ].map(tag => [tag, 'it has characters that Ganeti does not store in a tag'] as const),
  ])('Ganeti refuses %j: %s', (tag, objection) => {
    expect(tagObjection(tag)).toBe(objection)
  })

  test("the limits are Ganeti's", () => {
    expect(TAG_LENGTH_MAX).toBe(128)
    expect(TAGS_PER_OBJECT_MAX).toBe(4096)
  })
})

describe('the tags that harep writes', () => {
  const longest = REPAIR_TYPES.flatMap(type =>
    [undefined, ...REPAIR_RESULTS].map(result =>
      tagged({ type, id: UUID, timeSeconds: 99_999_999_999n, result, jobs: [JOB_ID_MAX] }),
    ),
  )

  test.each(longest.map(({ tag }) => [tag.length, tag]))('fits with %i characters: %s', (length, tag) => {
    expect(length).toBeLessThanOrEqual(128)
    expect(tagObjection(tag)).toBeUndefined()
  })

  // tags.md section 3 counts the same: 101 characters and the jobs.
  test('the longest is a fix-storage that failed', () => {
    const tag = tagged({
      type: 'fix-storage',
      id: UUID,
      timeSeconds: 9_999_999_999n,
      result: 'failure',
      jobs: [],
    })
    expect(tag.tag).toHaveLength(101)
    expect(Math.max(...longest.map(each => each.tag.length))).toBe(101 + 1 + JOB_ID_MAX.length)
  })

  test('always fit, with any one job', () => {
    fc.assert(
      fc.property(ownRepairRecord, record => {
        expect(tagObjection(tagged(record).tag)).toBeUndefined()
      }),
    )
  })

  test('do not fit with too many jobs', () => {
    const jobs = Array.from({ length: 5 }, (_, index) => `123456${index}`)
    const { tag } = tagged({ type: 'failover', id: UUID, timeSeconds: 12n, result: 'failure', jobs })
    expect(tagObjection(tag)).toBe('it has 129 characters, Ganeti stores 128')
  })
})

test('TagRefusedError tells the instance, the tag, what is wrong and what to do', () => {
  const error = new TagRefusedError('i1', 'a b', 'it has blanks')
  expect(error.message).toBe(
    'instance i1: the tag "a b" cannot be written: it has blanks. Remove tags of this instance by hand',
  )
  expect([error.code, error.exitCode]).toStrictEqual(['TAG_REFUSED', 1])
})
