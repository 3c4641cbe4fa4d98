import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHaskellDouble } from '../../src/cli/haskell-double.ts'

// Every row of these tables was run by hand through Debian's harep 3.0.2-3 (`harep --job-delay=TEXT`): whether it takes
// the text, else which of its two messages it gives, with which rest; the values are the `duration` of the OP_TEST_DELAY
// in its --dry-run report.
describe('readHaskellDouble, as harep 3.0.2 does', () => {
  test.each([
    ['10', 10],
    ['2.5', 2.5],
    ['1e3', 1000],
    ['1E5', 1e5],
    ['1e+5', 1e5],
    ['1e-5', 1e-5],
    ['1.0e+0005', 1e5],
    ['0e0', 0],
    ['007', 7],
    ['0x10', 16],
    ['0X1f', 31],
    ['0o17', 15],
    ['0x20000000000001', 9007199254740992],
    ['0x20000000000003', 9007199254740996],
    ['0xFFFFFFFFFFFFFFFFFFFFFFFF', 2 ** 96],
    ['0o7777777777777777777777', 2 ** 66],
    [`0x${'F'.repeat(300)}`, Infinity],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['(3)', 3],
    ['((3))', 3],
    ['( 3 )', 3],
    ['(\u00a03\u2003)', 3],
    [' 3', 3],
    ['\u00a03', 3],
    ['\u30003', 3],
    ['\t\n\r\v\f3', 3],
    ['NaN', NaN],
    ['(NaN)', NaN],
    ['- NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['-1', -1],
    ['- 5', -5],
    ['-\n5', -5],
    ['(-5)', -5],
    ['( - 1 )', -1],
    ['-0.0', -0],
    ['1e400', Infinity],
    ['1e-400', 0],
    ['1.7976931348623158e308', Number.MAX_VALUE],
    ['1.7976931348623159e308', Infinity],
    ['2.4703282292062327e-324', 0],
    ['2.4703282292062328e-324', 5e-324],
    [`0.${'0'.repeat(400)}1e401`, 1],
    ['1e99999999999999999999', Infinity],
    ['1e-99999999999999999999', Infinity],
    ['0e99999999999999999999', Infinity],
  ])('takes %j', (text, value) => {
    expect(readHaskellDouble(text)).toEqual({ kind: 'value', value })
  })

  test.each([
    ...[
      '',
      ' ',
      '-',
      '.5',
      '-.5',
      '+3',
      '-+5',
      '--5',
      '- -5',
      '-(5)',
      '-( 5)',
      '()',
      '(3',
      '(1',
      '[3]',
      '_3',
      '`3',
    ],
    ...['nan', 'inf', 'Inf', 'infinity', 'Infinityx', "NaN'", 'NaN_', 'NaN\u00b2', 'NaN\u00e9', 'NaN\u0663'],
    ...[
      'NaN\u00aa',
      'NaN\u2177',
      'NaN\u{1d7d8}',
      '\u221e',
      '-\u221e',
      '-\u00b2',
      '\uff13',
      '\u0663',
      '"3"',
      "'3'",
    ],
    ...['\u20283', '\ufeff3', '\u00853', '\u180e3', '\u001c3', '{-c-}3', '--3\n3', '-- \n3'],
  ])('finds no number at the start of %j', text => {
    expect(readHaskellDouble(text)).toEqual({ kind: 'unparsable' })
  })

  test.each([
    ['3 ', ' '],
    ['3\n', '\n'],
    ['5.', '.'],
    ['3)', ')'],
    [' ( 3 ) ', ' '],
    ['(3)x', 'x'],
    ['(1)(2)', '(2)'],
    ['(1))', ')'],
    ['Infinity-', '-'],
    ['Infinity Infinity', ' Infinity'],
    ['NaN.', '.'],
    ['NaN\u0301', '\u0301'],
    ['NaN\u20ac', '\u20ac'],
    ['NaN\u00b7', '\u00b7'],
    ['1e', 'e'],
    ['1e+', 'e+'],
    ['1e+-5', 'e+-5'],
    ['1e5.5', '.5'],
    ['3e5e5', 'e5'],
    ['1e 5', 'e 5'],
    ['1 e5', ' e5'],
    ['1.5.6', '.6'],
    ['1.e5', '.e5'],
    ['1.5e', 'e'],
    ['0x', 'x'],
    ['0xg', 'xg'],
    ['0x-5', 'x-5'],
    ['0O8', 'O8'],
    ['0o7.5', '.5'],
    ['0b11', 'b11'],
    ['0x10.5', '.5'],
    ['0x1p3', 'p3'],
    ['1_000', '_000'],
    ['1,5', ',5'],
    ['1;', ';'],
    ['1 2', ' 2'],
    ['5d', 'd'],
    ['3\u00e9', '\u00e9'],
    ['3--', '--'],
    ['3]', ']'],
  ])('leaves something of %j over', (text, rest) => {
    expect(readHaskellDouble(text)).toEqual({ kind: 'leftover', rest })
  })
})

describe('readHaskellDouble', () => {
  test('reads back what JavaScript writes of any finite double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(readHaskellDouble(Object.is(value, -0) ? '-0' : String(value))).toEqual({
          kind: 'value',
          value,
        })
      }),
    )
  })

  test('what is left over is an end of the text, and the number before it is one by itself', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '-',
      '.',
      'e',
      '0x',
      '0o',
      '7',
      '19',
      ' ',
      '+',
      'NaN',
      'Infinity',
      '_',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const text = pieces.join('')
        const reading = readHaskellDouble(text)
        if (reading.kind === 'leftover') {
          expect(reading.rest).not.toBe('')
          expect(text.endsWith(reading.rest)).toBe(true)
          expect(readHaskellDouble(text.slice(0, -reading.rest.length)).kind).toBe('value')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a very long argument is read at once', () => {
    const deep = 100_000
    expect(readHaskellDouble(`${'('.repeat(deep)}1${')'.repeat(deep)}`)).toEqual({ kind: 'value', value: 1 })
    expect(readHaskellDouble(`0x${'f'.repeat(deep)}`)).toEqual({ kind: 'value', value: Infinity })
  })
})
