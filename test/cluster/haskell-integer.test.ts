import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHaskellInteger } from '../../src/cluster/haskell-integer.ts'
import {
  HASKELL_BLANKS,
  integerNoise,
  NO_HASKELL_BLANKS,
  spelledInteger,
} from '../arbitraries/haskell-integer.ts'
import { naiveHaskellInteger } from '../builders/naive-haskell-integer.ts'

const JANUARY_2100 = 4102444800n

describe('readHaskellInteger', () => {
  test.each([
    ['4102444800', JANUARY_2100],
    [' 4102444800', JANUARY_2100],
    ['\t4102444800', JANUARY_2100],
    ['\u00a04102444800', JANUARY_2100],
    ['(4102444800)', JANUARY_2100],
    ['( 4102444800 )', JANUARY_2100],
    [' ( 4102444800)', JANUARY_2100],
    ['((4102444800))', JANUARY_2100],
    ['( (4102444800) )', JANUARY_2100],
    ['0xF4865700', JANUARY_2100],
    ['0XF4865700', JANUARY_2100],
    ['0xf4865700', JANUARY_2100],
    ['0o36441453400', JANUARY_2100],
    ['0O36441453400', JANUARY_2100],
    ['04102444800', JANUARY_2100],
    ['-4102444800', -JANUARY_2100],
    ['- 4102444800', -JANUARY_2100],
    ['-\n4102444800', -JANUARY_2100],
    ['(-4102444800)', -JANUARY_2100],
    ['(- 0x10)', -16n],
    ['0', 0n],
    ['-0', 0n],
    ['00', 0n],
    ['007', 7n],
    ['18446744073709551693', 18446744073709551693n],
  ])('%j is %s', (text, value) => {
    expect(readHaskellInteger(text)).toBe(value)
  })

  test.each([
    '',
    ' ',
    '4102444800 ',
    '4102444800\n',
    '(4102444800) ',
    '()',
    '( )',
    '(4102444800',
    '4102444800)',
    '(4102444800))',
    '(1)(2)',
    '-(5)',
    '--5',
    '- -5',
    '-',
    '--',
    '+4102444800',
    '4_102_444_800',
    '4102444800.0',
    '4.1024448e9',
    '41024448e2',
    '1e10',
    '0b11',
    '0x',
    '0o',
    '0xg',
    '0o8',
    '0x 10',
    '0 x10',
    '1 2',
    '4102444800L',
    '4102444800-1',
    '{-x-}4102444800',
    '\u0664\u0661\u0660',
    'forever',
    '5\n6',
    'NaN',
  ])('%j is no integer', text => {
    expect(readHaskellInteger(text)).toBeUndefined()
  })

  test.each(HASKELL_BLANKS.map(blank => [blank]))('the blank %j may stand in front, not behind', blank => {
    expect(readHaskellInteger(`${blank}7`)).toBe(7n)
    expect(readHaskellInteger(`-${blank}7`)).toBe(-7n)
    expect(readHaskellInteger(`(7${blank})`)).toBe(7n)
    expect(readHaskellInteger(`7${blank}`)).toBeUndefined()
  })

  test.each(NO_HASKELL_BLANKS.map(other => [other]))('%j is no blank', other => {
    expect(readHaskellInteger(`${other}7`)).toBeUndefined()
  })

  test('reads every spelling as the number that it was made from', () => {
    fc.assert(
      fc.property(spelledInteger, ({ text, value }) => {
        expect(readHaskellInteger(text)).toBe(value)
      }),
      { numRuns: 500 },
    )
  })

  test('agrees with a walk over the characters on any text', () => {
    fc.assert(
      fc.property(integerNoise, text => {
        expect(readHaskellInteger(text)).toBe(naiveHaskellInteger(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('agrees with that walk on spellings with one character put in or taken out', () => {
    const character = fc.constantFrom(...'0-()x ', '\n', '\u2028', '8', 'f', 'g')
    fc.assert(
      fc.property(spelledInteger, fc.nat(), fc.option(character, { nil: undefined }), ({ text }, at, put) => {
        const index = at % (text.length + 1)
        const rest = put === undefined ? text.slice(index + 1) : put + text.slice(index)
        const mutant = text.slice(0, index) + rest
        expect(readHaskellInteger(mutant)).toBe(naiveHaskellInteger(mutant))
      }),
      { numRuns: 1000 },
    )
  })

  // Ganeti stores no tag of more than 128 characters, of at most two UTF-16 units each.
  test('is not kept busy by a text that is longer than any tag', () => {
    const nested = (length: number) => `${'('.repeat(length)}${' '.repeat(length)}${')'.repeat(length)}`
    const started = performance.now()
    expect(readHaskellInteger(nested(20_000))).toBeUndefined()
    expect(readHaskellInteger(nested(85))).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(readHaskellInteger('0'.repeat(256))).toBe(0n)
    expect(readHaskellInteger('0'.repeat(257))).toBeUndefined()
  })
})
