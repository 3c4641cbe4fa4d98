import { describe, expect, test } from 'vitest'
import { RequestParseError } from '../../../../sim/ganeti/haskell-text.ts'
import { compileRegexp } from '../../../../sim/ganeti/query/regexp.ts'

describe('a pattern of a filter', () => {
  test('may begin with options', () => {
    expect(compileRegexp('(?i)NODE1$').test('node1')).toBe(true)
    expect(compileRegexp('(?ims)^b.c$').test('a\nB\nC')).toBe(true)
    expect(compileRegexp('NODE1$').test('node1')).toBe(false)
  })

  // The first three were seen on a real luxid.
  test.each([
    ['(', '(1,"missing )")'],
    ['[', '(1,"missing terminating ] for character class")'],
    ['*', '(0,"nothing to repeat")'],
    ['a)', '(1,"unmatched parentheses")'],
    ['a(|*)', '(3,"nothing to repeat")'],
    ['a\\', '(2,"\\\\ at end of pattern")'],
  ])('that is refused, as %s is, is told with the place and PCRE’s words', (pattern, words) => {
    expect(() => compileRegexp(pattern)).toThrow(new RequestParseError(words))
  })

  test('that is too long is refused', () => {
    expect(() => compileRegexp('a'.repeat(201))).toThrow(RequestParseError)
  })
})
