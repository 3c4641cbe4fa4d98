import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textTable } from '../../../sim/demo/text-table.ts'
import { wrapLine } from '../../../sim/demo/wrap.ts'

describe('a wrapped line', () => {
  test('breaks at blanks and hangs by two', () => {
    expect(wrapLine('one two three four', 2, 12)).toEqual(['  one two', '    three', '    four'])
  })

  test('breaks a word that fits nowhere', () => {
    expect(wrapLine('abcdefghijkl', 0, 8)).toEqual(['abcdefgh', '  ijkl'])
  })

  test('is never too wide and loses nothing but blanks', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(words, fc.nat(8), fc.integer({ min: 20, max: 40 }), (list, indent, width) => {
        const lines = wrapLine(list.join(' '), indent, width)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''))
      }),
    )
  })
})

test('a table has columns as wide as their widest cell and no blanks at the end', () => {
  expect(
    textTable([
      ['A', 'Long'],
      ['wide', ''],
      ['x', 'y'],
    ]),
  ).toEqual(['A     Long', 'wide', 'x     y'])
})
