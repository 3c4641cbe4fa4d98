import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chompPrefix, splitFields } from '../../src/cluster/tag-text.ts'

describe('chompPrefix', () => {
  test.each([
    ['a:b:', 'a:b:c', 'c'],
    ['a:b:', 'a:b:c:', 'c:'],
    ['a:b:', 'a:b:', ''],
    ['a:b:', 'a:b', ''],
    ['a:b:', 'a:b::', ':'],
    ['a:b:', 'a:bc', undefined],
    ['a:b:', 'a:', undefined],
    ['a:b:', 'a', undefined],
    ['a:b:', '', undefined],
    ['a:b:', 'A:B:c', undefined],
    ['a:b:', ' a:b:c', undefined],
    ['a:b:', 'xa:b:c', undefined],
  ])('%j off %j leaves %j', (prefix, tag, rest) => {
    expect(chompPrefix(prefix, tag)).toBe(rest)
  })
})

describe('splitFields', () => {
  test.each([
    [undefined, []],
    ['', []],
    [':', ['', '']],
    ['a', ['a']],
    ['a:', ['a', '']],
    [':a', ['', 'a']],
    ['a::b', ['a', '', 'b']],
  ])('%j has the fields %j', (text, fields) => {
    expect(splitFields(text, ':')).toStrictEqual(fields)
  })

  test('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '+', ':'), maxLength: 8 }), text => {
        expect(splitFields(text, '+').join('+')).toBe(text)
      }),
    )
  })
})
