import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HaskellJsonError, parseHaskellJson } from '../../../../sim/ganeti/luxi/haskell-json.ts'

// What it says of broken texts is compared with a real luxid in captures.test.ts.

describe('a text is read', () => {
  test('as JSON.parse reads it, whatever it holds and however it is spaced', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), value => {
        // An object has its first member of a name, JSON.parse its last; and __proto__ is a member like any other.
        for (const indent of [0, 1, '\t']) {
          const text = JSON.stringify(value, null, indent)
          expect(JSON.stringify(parseHaskellJson(text))).toBe(JSON.stringify(JSON.parse(text)))
        }
      }),
    )
  })

  test('with the first of two members of one name', () => {
    expect(parseHaskellJson('{"a":1,"b":2,"a":3}')).toEqual({ a: 1, b: 2 })
  })

  test.each([
    ['[1.]', [1]],
    ['[-0.5e+2]', [-50]],
    ['["\\u0041\\/"]', ['A/']],
    ['[] \n', []],
  ])('where it is %s', (text, value) => {
    expect(parseHaskellJson(text)).toEqual(value)
  })

  test.each([
    '',
    '1',
    ' []',
    '[01]',
    '[.5]',
    '[+1]',
    '["\u0001"]',
    '["\\u12"]',
    '[nul]',
    '[1 2]',
    '{"a" 1}',
    '[]x',
  ])('or refused, as %j is', text => {
    expect(() => parseHaskellJson(text)).toThrow(HaskellJsonError)
  })
})
