import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REPAIR_RESULTS, type RepairRecord, tagged } from '../../../src/cluster/repair-tag.ts'
import { NO_HISTORY, readHistory, tagsOf } from '../../../src/planner/healing/history.ts'

const tag = (
  id: string,
  timeSeconds: number,
  result: RepairRecord['result'],
  jobs: readonly string[] = ['7'],
) => tagged({ type: 'failover', id, timeSeconds: BigInt(timeSeconds), result, jobs }).tag

const texts = (tags: readonly { readonly tag: string }[]) => tags.map(one => one.tag)

describe('readHistory', () => {
  test('an instance without a repair tag has the one history that says nothing', () => {
    expect(readHistory([])).toBe(NO_HISTORY)
    expect(
      readHistory(['blue', 'ganeti:watcher:autorepair:failover', 'ganeti:watcher:autorepair:suspend']),
    ).toBe(NO_HISTORY)
  })

  test('the oldest pending repair with jobs is followed, whatever stands before it without', () => {
    const [without, first, second] = [
      tag('A', 1, undefined, []),
      tag('B', 2, undefined),
      tag('C', 3, undefined),
    ]
    const history = readHistory([second, first, without])
    expect(history.pending?.tag).toBe(first)
    expect(history.contradicting?.tag).toBe(second)
    expect(history.oneOff?.tag).toBe(without)
  })

  test('a one-off permission beside a pending repair contradicts nothing', () => {
    const history = readHistory([tag('A', 1, undefined), tag('B', 2, undefined, [])])
    expect(history.contradicting).toBeUndefined()
  })

  test('of a one-off permission and the repair that uses it up, which have one id, the repair counts', () => {
    const history = readHistory([tag('A', 1, undefined, []), tag('A', 2, undefined, ['9'])])
    expect([history.pending?.jobs, history.oneOff]).toStrictEqual([['9'], undefined])
  })

  test('failures, and what is over, from the oldest to the newest', () => {
    const failures = [tag('A', 1, 'failure'), tag('B', 3, 'failure')]
    const over = [tag('C', 2, 'enoperm', []), tag('D', 4, 'success')]
    const history = readHistory([...over, ...failures].reverse())
    expect(texts(history.failures)).toStrictEqual(failures)
    expect(texts(history.over)).toStrictEqual(over)
  })

  test('a failure outweighs all other tags of its repair', () => {
    const history = readHistory([tag('A', 1, undefined), tag('A', 2, 'success'), tag('A', 1, 'failure')])
    expect([history.pending, history.over]).toStrictEqual([undefined, []])
    expect(history.failures).toHaveLength(1)
    expect(history.tags).toHaveLength(3)
  })

  test('what begins as a repair tag and is none is told apart', () => {
    const malformed = [
      'ganeti:watcher:autorepair:pending',
      'ganeti:watcher:autorepair:pending:failover:U:1000',
      'ganeti:watcher:autorepair:result:failover:U:1000:maybe:7',
    ]
    expect(readHistory([...malformed, tag('A', 1, 'success')]).malformed).toStrictEqual(malformed)
  })

  test('every repair tag is in the history, and every repair in one place', () => {
    const anyTag = fc
      .record({
        id: fc.constantFrom('A', 'B', 'C'),
        time: fc.integer({ min: 1, max: 5 }),
        result: fc.constantFrom(undefined, ...REPAIR_RESULTS),
        jobs: fc.constantFrom([], ['7']),
      })
      .map(({ id, time, result, jobs }) => tag(id, time, result, jobs))
    fc.assert(
      fc.property(fc.uniqueArray(anyTag, { minLength: 1, maxLength: 6 }), tags => {
        const { pending, oneOff, failures, over, tags: all } = readHistory(tags)
        expect(texts(all)).toStrictEqual(tags)
        const ids = [pending, oneOff, ...failures, ...over].flatMap(one => (one ? [one.id] : []))
        expect(new Set(ids).size).toBe(ids.length)
        if (pending) expect(pending.jobs).not.toHaveLength(0)
        if (oneOff) expect([oneOff.jobs, oneOff.result]).toStrictEqual([[], undefined])
      }),
    )
  })
})

test('tagsOf gives every tag of the repairs, also those that are outweighed', () => {
  const tags = [tag('A', 1, undefined), tag('A', 2, 'success'), tag('B', 3, 'failure')]
  const history = readHistory(tags)
  expect(tagsOf(history, history.over)).toStrictEqual(tags.slice(0, 2))
  expect(tagsOf(history, [])).toStrictEqual([])
})
