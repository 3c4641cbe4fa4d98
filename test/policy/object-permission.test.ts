import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { objectPermission } from '../../src/policy/object-permission.ts'
import {
  enableTag,
  foreverTag,
  futureSuspension,
  NOW_SECONDS,
  pastSuspension,
  policyTags,
  silentTag,
  unreadableSuspension,
} from '../arbitraries/policy-tag.ts'

/** What these words after `ganeti:watcher:autorepair:` say together, shortly: `up to T`, `until S`, `for good`. */
function shortly(words: readonly string[], unreadableSuspends = true): string {
  const tags = words.map(word => `ganeti:watcher:autorepair:${word}`)
  const said = objectPermission(
    { level: 'group', object: 'default', tags },
    { nowSeconds: 1000n, unreadableSuspends },
  )
  if (said === undefined) return 'nothing'
  if (said.kind === 'not-enabled') return said.kind
  const by = said.by.tag.slice('ganeti:watcher:autorepair:'.length)
  if (said.kind === 'enabled') return `up to ${said.upTo}, by ${by}`
  const unreadable = said.unreadable ? ', unreadable' : ''
  return `${said.untilSeconds === undefined ? 'for good' : `until ${said.untilSeconds}`}, by ${by}${unreadable}`
}

describe('several words on one object', () => {
  test.each([
    [[], 'nothing'],
    [['Failover'], 'nothing'],
    [['failover'], 'up to failover, by failover'],
    [['reinstall', 'failover'], 'up to failover, by failover'],
    [['reinstall', 'migrate', 'fix-storage', 'failover'], 'up to fix-storage, by fix-storage'],
    [['suspend'], 'for good, by suspend'],
    [['suspend:'], 'for good, by suspend:'],
    [['suspend', 'reinstall'], 'for good, by suspend'],
    [['reinstall', 'suspend'], 'for good, by suspend'],
    [['suspend:2000'], 'until 2000, by suspend:2000'],
    [['suspend:1001'], 'until 1001, by suspend:1001'],
    [['suspend:1000'], 'nothing'],
    [['suspend:999'], 'nothing'],
    [['suspend:-2000'], 'nothing'],
    [['suspend:2000', 'suspend:3000'], 'until 3000, by suspend:3000'],
    [['suspend:3000', 'suspend:2000'], 'until 3000, by suspend:3000'],
    // The latest by number, not by text.
    [['suspend:9000', 'suspend:10000'], 'until 10000, by suspend:10000'],
    [['suspend:2000', 'suspend:(2000)'], 'until 2000, by suspend:2000'],
    [['suspend:999', 'suspend:2000'], 'until 2000, by suspend:2000'],
    [['suspend:2000', 'failover'], 'until 2000, by suspend:2000'],
    [['suspend:999', 'failover'], 'up to failover, by failover'],
    [['suspend:1000', 'reinstall', 'failover'], 'up to failover, by failover'],
    [['suspend:2000', 'suspend'], 'for good, by suspend'],
    [['suspend:999', 'suspend'], 'for good, by suspend'],
    [['suspend:x'], 'for good, by suspend:x, unreadable'],
    [['suspend:x', 'failover'], 'for good, by suspend:x, unreadable'],
    [['suspend:x', 'suspend:2000'], 'for good, by suspend:x, unreadable'],
    [['suspend:2000', 'suspend:x'], 'for good, by suspend:x, unreadable'],
    [['suspend:x', 'suspend'], 'for good, by suspend'],
    [['suspend:x', 'suspend:999'], 'for good, by suspend:x, unreadable'],
    [['pending:failover:ID:1:2', 'failover'], 'up to failover, by failover'],
  ])('%j: %s', (words, said) => {
    expect(shortly(words)).toBe(said)
  })

  test.each([
    [['suspend:x'], 'nothing'],
    [['suspend:x', 'failover'], 'up to failover, by failover'],
    [['suspend:x', 'suspend:2000'], 'until 2000, by suspend:2000'],
    [['suspend:x', 'suspend'], 'for good, by suspend'],
  ])('where an unreadable suspension does not count, as in the original, %j: %s', (words, said) => {
    expect(shortly(words, false)).toBe(said)
  })

  test('tells on which object the tag stands', () => {
    const tag = 'ganeti:watcher:autorepair:failover'
    const judgement = { nowSeconds: 0n, unreadableSuspends: true }
    expect(objectPermission({ level: 'instance', object: 'i1', tags: [tag] }, judgement)).toStrictEqual({
      kind: 'enabled',
      upTo: 'failover',
      by: { level: 'instance', object: 'i1', tag },
    })
  })
})

describe('whatever the tags of an object', () => {
  const judge = (tags: readonly string[], unreadableSuspends = true) =>
    objectPermission(
      { level: 'instance', object: 'i1', tags },
      { nowSeconds: NOW_SECONDS, unreadableSuspends },
    )

  /** All but which of several tags of the same meaning is named. */
  const meaning = (tags: readonly string[]) => {
    const said = judge(tags)
    if (!said || said.kind === 'not-enabled') return said
    const { by: _, ...rest } = said
    return rest
  }

  test('their order does not matter', () => {
    const shuffled = policyTags.chain(tags =>
      fc.tuple(fc.constant(tags), fc.shuffledSubarray(tags, { minLength: tags.length })),
    )
    fc.assert(
      fc.property(shuffled, ([tags, others]) => {
        expect(meaning(others)).toStrictEqual(meaning(tags))
      }),
    )
  })

  test('said twice is said once', () => {
    fc.assert(
      fc.property(policyTags, tags => {
        expect(judge([...tags, ...tags])).toStrictEqual(judge(tags))
      }),
    )
  })

  test.each([
    ['a suspension that is over', pastSuspension],
    ['a tag without a meaning', silentTag],
  ])('%s changes nothing', (_, addition) => {
    fc.assert(
      fc.property(policyTags, addition, (tags, tag) => {
        expect(judge([tag, ...tags])).toStrictEqual(judge(tags))
        expect(judge([...tags, tag])).toStrictEqual(judge(tags))
      }),
    )
  })

  test('an unreadable suspension changes nothing where it does not count', () => {
    fc.assert(
      fc.property(policyTags, unreadableSuspension, (tags, tag) => {
        expect(judge([tag, ...tags], false)).toStrictEqual(judge(tags, false))
      }),
    )
  })

  test.each([
    ['one without end', foreverTag],
    ['one with an end to come', futureSuspension],
    ['an unreadable one', unreadableSuspension],
  ])('a suspension more suspends: %s', (_, suspension) => {
    fc.assert(
      fc.property(policyTags, suspension, (tags, tag) => {
        expect(judge([tag, ...tags])?.kind).toBe('suspended')
        expect(judge([...tags, tag])?.kind).toBe('suspended')
      }),
    )
  })

  test('a permission more never lifts a suspension', () => {
    fc.assert(
      fc.property(policyTags, enableTag, (tags, tag) => {
        fc.pre(judge(tags)?.kind === 'suspended')
        expect(judge([tag, ...tags])).toStrictEqual(judge(tags))
      }),
    )
  })
})
