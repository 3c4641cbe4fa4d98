import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOfText } from '../../src/luxi/excerpt.ts'
import { printable, printableLines } from '../../src/report/printable.ts'

describe('printable', () => {
  test.each([
    ['a\nb', 'a\\x0ab'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u0000\u001f\u007f\u0080\u009f', '\\x00\\x1f\\x7f\\x80\\x9f'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u202a\u202b\u202c\u202d\u202e', '\\u202a\\u202b\\u202c\\u202d\\u202e'],
    ['\u2066\u2067\u2068\u2069', '\\u2066\\u2067\\u2068\\u2069'],
    ['\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['\u200b\u2060\ufeff\u00ad', '\\u200b\\u2060\\ufeff\\xad'],
    ['\ud83d', '\\ud83d'],
    ['\ude00\ud83d', '\\ude00\\ud83d'],
  ])('escapes %j', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test.each([
    '',
    'node1.example.com',
    '~ \u00a0',
    'é Ł ☃ \u{1f600}',
    '\u2027\u202f\u205f\u2070',
    'back\\slash \\x1b "',
  ])('leaves %j alone', text => {
    expect(printable(text)).toBe(text)
  })

  test('escaping what is escaped changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(printable(printable(text))).toBe(printable(text))
      }),
    )
  })

  test('no control character is left, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), codes => {
        const shown = printable(String.fromCharCode(...codes))
        expect(shown).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u)
      }),
    )
  })
})

test('what messages escape and what the printer escapes is the same, direction marks too', () => {
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    expect(printable(character) === character).toBe(excerptOfText(character) === character)
  }
})

test('printableLines keeps newlines and escapes the rest, carriage returns too', () => {
  expect(printableLines('one\r\n\u001btwo\n')).toBe('one\\x0d\n\\x1btwo\n')
})
