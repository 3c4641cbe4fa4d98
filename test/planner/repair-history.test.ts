import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRepairTag, tagged } from '../../src/cluster/repair-tag.ts'
import { decidingRepairs, repairHistory } from '../../src/planner/repair-history.ts'
import { collidingRepair, instanceTags, TRICKY_IDS } from '../arbitraries/repair-history.ts'
import { naiveHistory } from '../builders/naive-history.ts'

function decidingIn(tags: readonly string[]) {
  return decidingRepairs(tags.flatMap(tag => parseRepairTag(tag) ?? []))
}

/** The history with tags for records, as the naive one has it. */
function told(tags: readonly string[]) {
  const history = repairHistory(tags)
  return history.kind === 'conflict'
    ? { kind: history.kind, pending: history.pending.tag, later: history.later.tag }
    : { kind: history.kind, last: history.last?.tag, stale: history.stale }
}

/** `ID TIME RESULT` as a tag; RESULT `-` is pending. */
function tag(text: string): string {
  const [id = '', time = '', result = ''] = text.split(' ')
  return result === '-'
    ? `ganeti:watcher:autorepair:pending:failover:${id}:${time}:7`
    : `ganeti:watcher:autorepair:result:failover:${id}:${time}:${result}:7`
}

describe('repairHistory', () => {
  test.each<[string, string[], string, string | undefined, string[]]>([
    ['no tag', [], 'healthy', undefined, []],
    ['a pending one', ['a 1 -'], 'pending', 'a 1 -', []],
    ['a success', ['a 1 success'], 'healthy', 'a 1 success', []],
    ['a refusal', ['a 1 enoperm'], 'healthy', 'a 1 enoperm', []],
    ['a failure', ['a 1 failure'], 'failed', 'a 1 failure', []],
    ['a success, then a pending one', ['a 1 success', 'b 2 -'], 'pending', 'b 2 -', ['a 1 success']],
    ['the same in the other order of tags', ['b 2 -', 'a 1 success'], 'pending', 'b 2 -', ['a 1 success']],
    ['a failure, then a pending one', ['a 1 failure', 'b 2 -'], 'failed', 'a 1 failure', []],
    ['a failure, then two pending ones', ['a 1 failure', 'b 2 -', 'c 3 -'], 'failed', 'a 1 failure', []],
    ['a failure, then a success', ['a 1 failure', 'b 2 success'], 'failed', 'a 1 failure', []],
    ['two failures', ['a 1 failure', 'b 2 failure'], 'failed', 'a 1 failure', []],
    [
      'five of them, newest first in the list to remove',
      ['a 1 success', 'b 2 enoperm', 'c 3 success', 'd 4 enoperm', 'e 5 failure', 'f 6 -'],
      'failed',
      'e 5 failure',
      ['d 4 enoperm', 'c 3 success', 'b 2 enoperm', 'a 1 success'],
    ],
    // One repair with several tags.
    ['a result hides a pending tag', ['a 1 -', 'a 2 success'], 'healthy', 'a 2 success', []],
    ['even an older result', ['a 5 -', 'a 2 enoperm'], 'healthy', 'a 2 enoperm', []],
    ['a success outweighs a later refusal', ['a 1 success', 'a 2 enoperm'], 'healthy', 'a 1 success', []],
    ['a failure outweighs a later success', ['a 1 failure', 'a 2 success'], 'failed', 'a 1 failure', []],
    ['of two pending tags the later one', ['a 2 -', 'a 1 -'], 'pending', 'a 2 -', []],
    ['by number, not by text', ['a 10 -', 'a 9 -'], 'pending', 'a 10 -', []],
    ['of the same time the last', ['a 1 -', 'a 01 -'], 'pending', 'a 01 -', []],
    // The age of a repair is that of its earliest tag, though another one decides.
    [
      'age by the earliest tag',
      ['a 50 success', 'a 1 success', 'b 20 success'],
      'healthy',
      'b 20 success',
      ['a 50 success'],
    ],
    [
      'age by the earliest tag, pending',
      ['a 50 success', 'a 1 -', 'b 20 -'],
      'pending',
      'b 20 -',
      ['a 50 success'],
    ],
    // Of the same age the smaller id comes first.
    ['ties by id', ['b 1 -', 'a 1 success'], 'pending', 'b 1 -', ['a 1 success']],
    ['a shorter id first', ['ab 1 -', 'a 1 success'], 'pending', 'ab 1 -', ['a 1 success']],
    ['no id first', ['a 1 -', ' 1 success'], 'pending', 'a 1 -', [' 1 success']],
    ['a time before 1970 first', ['a 0 -', 'b -1 success'], 'pending', 'a 0 -', ['b -1 success']],
    [
      'by code points, in which astral characters come last',
      ['\u{1f600} 1 -', '\ufffd 1 success'],
      'pending',
      '\u{1f600} 1 -',
      ['\ufffd 1 success'],
    ],
  ])('%s', (_, tags, kind, last, stale) => {
    expect(told(tags.map(tag))).toStrictEqual({
      kind,
      last: last === undefined ? undefined : tag(last),
      stale: stale.map(tag),
    })
  })

  test.each([
    ['two pending ones', ['a 1 -', 'b 2 -'], 'a 1 -', 'b 2 -'],
    ['of the same time', ['b 1 -', 'a 1 -'], 'a 1 -', 'b 1 -'],
    ['a success after a pending one', ['b 2 success', 'a 1 -'], 'a 1 -', 'b 2 success'],
    ['a refusal after a pending one', ['a 1 -', 'b 2 enoperm'], 'a 1 -', 'b 2 enoperm'],
    ['a failure after a pending one', ['a 1 -', 'b 2 failure'], 'a 1 -', 'b 2 failure'],
    ['the first that comes after it is named', ['a 1 -', 'b 2 -', 'c 3 -'], 'a 1 -', 'b 2 -'],
    ['after a success', ['a 1 success', 'b 2 -', 'c 3 success'], 'b 2 -', 'c 3 success'],
  ])('contradiction: %s', (_, tags, pending, later) => {
    expect(told(tags.map(tag))).toStrictEqual({ kind: 'conflict', pending: tag(pending), later: tag(later) })
  })

  test('agrees with the naive reading of any tags', () => {
    fc.assert(
      fc.property(instanceTags, tags => {
        expect(told(tags)).toStrictEqual(naiveHistory(tags))
      }),
      { numRuns: 1000 },
    )
  })

  test('the order of tags does not matter where no two of one repair are alike in time and result', () => {
    const tags = fc.uniqueArray(collidingRepair, {
      maxLength: 6,
      selector: ({ id, timeSeconds, result }) => `${id} ${timeSeconds} ${result}`,
    })
    const shuffled = tags.chain(all =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(told(others.map(each => each.tag))).toStrictEqual(told(all.map(each => each.tag)))
      }),
    )
  })

  test('a failure in the oldest repair stays, whatever else there is', () => {
    fc.assert(
      fc.property(instanceTags, fc.constantFrom(...TRICKY_IDS), (tags, id) => {
        const failure = tagged({
          type: 'migrate',
          id,
          timeSeconds: -(2n ** 80n),
          result: 'failure',
          jobs: [],
        })
        const others = tags.filter(each => !each.includes(`:${id}:`))
        expect(told([...others, failure.tag])).toStrictEqual({ kind: 'failed', last: failure.tag, stale: [] })
      }),
    )
  })

  test('it is a contradiction exactly if a repair comes after a pending one and no failure before', () => {
    fc.assert(
      fc.property(instanceTags, tags => {
        const results = decidingIn(tags).map(({ result }) => result ?? 'pending')
        const pending = results.indexOf('pending')
        const isLast = pending === results.length - 1
        const conflict = pending >= 0 && !isLast && !results.slice(0, pending).includes('failure')
        expect(repairHistory(tags).kind === 'conflict').toBe(conflict)
      }),
      { numRuns: 500 },
    )
  })

  test('the tags to remove are deciding tags of earlier repairs, none of them pending or failed', () => {
    fc.assert(
      fc.property(instanceTags, tags => {
        const history = repairHistory(tags)
        fc.pre(history.kind !== 'conflict')
        const deciding = decidingIn(tags)
        const place = deciding.findIndex(each => each.tag === history.last?.tag)
        const before = deciding.slice(0, Math.max(0, place))
        expect(history.stale).toStrictEqual(before.map(each => each.tag).reverse())
        expect(before.every(({ result }) => result === 'success' || result === 'enoperm')).toBe(true)
      }),
    )
  })
})

test('decidingRepairs gives one tag for each id', () => {
  fc.assert(
    fc.property(fc.array(collidingRepair, { maxLength: 8 }), repairs => {
      const ids = decidingRepairs(repairs).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(new Set(ids)).toStrictEqual(new Set(repairs.map(({ id }) => id)))
    }),
  )
})

test('the history of 40,000 repairs is read within the time of a test: it was quadratic, and took 33 s', () => {
  const count = 40_000
  const tags = Array.from(
    { length: count },
    (_, index) => `ganeti:watcher:autorepair:result:failover:id${index}:${index}:success:1`,
  )
  const history = repairHistory(tags)
  expect(history).toMatchObject({ kind: 'healthy', last: { tag: tags[count - 1] } })
  expect(history.kind !== 'conflict' && history.stale).toHaveLength(count - 1)
})
