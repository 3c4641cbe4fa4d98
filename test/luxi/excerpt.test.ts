import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOfText, excerptOfValue } from '../../src/luxi/excerpt.ts'

describe('excerptOfText', () => {
  test('leaves ordinary text alone, umlauts and pairs of surrogates included', () => {
    expect(excerptOfText('größer \u{1f600}')).toBe('größer \u{1f600}')
  })

  test('escapes what could move a cursor, forge a line or turn the direction', () => {
    expect(excerptOfText('a\u001b[0m\n\u007f\u0085\u202e\u2028\ufeff\ud800')).toBe(
      'a\\u001b[0m\\u000a\\u007f\\u0085\\u202e\\u2028\\ufeff\\ud800',
    )
  })

  test('cuts, and says so', () => {
    expect(excerptOfText('abcdef', 3)).toBe('abc...')
    expect(excerptOfText('abc', 3)).toBe('abc')
  })
})

describe('excerptOfValue', () => {
  test('of a short value is its JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        // What fast-check generates as JSON is a JsonValue, but for the names of the two types.
        const excerpt = excerptOfValue(value as never, text.length)
        expect(excerpt).toBe(excerptOfText(text, text.length))
      }),
    )
  })

  test('of a huge, wide or deep value is short, and quickly there', () => {
    let deep: never[] = []
    // Each level wraps the one before; the type of such a value cannot be spelled.
    for (let level = 0; level < 1_000_000; level++) deep = [deep as never]
    const wide = Array.from({ length: 1_000_000 }, (_, index) => index)
    expect(excerptOfValue(deep, 10)).toBe('[[[[[[[[[[...')
    expect(excerptOfValue(wide, 10)).toBe('[0,1,2,3,4...')
    expect(excerptOfValue('x'.repeat(1_000_000), 10)).toBe('"xxxxxxxxx...')
    expect(excerptOfValue({ ['k'.repeat(1_000_000)]: wide }, 10)).toBe('{"kkkkkkkk...')
  })
})
