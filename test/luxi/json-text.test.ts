import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/cluster/json.ts'
import { type JsonReading, readJson } from '../../src/luxi/json-text.ts'
import { LuxiMalformedError } from '../../src/luxi/luxi-error.ts'

function read(text: string, reading?: JsonReading): JsonValue {
  return readJson(new TextEncoder().encode(text), reading)
}

/** A replacer of JSON.stringify: a number that it spells as an integer beyond 2^53 becomes text. */
function bigAsText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && /^-?[0-9]{16,}$/.test(String(value)) && !Number.isSafeInteger(value)
    ? String(value)
    : value
}

describe('readJson', () => {
  test('reads back whatever JSON has an object or a list at the top', () => {
    const top = fc.oneof(
      fc.array(fc.jsonValue()),
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
    )
    fc.assert(
      fc.property(top, value => {
        const text = JSON.stringify(value)
        expect(read(text)).toEqual(JSON.parse(JSON.stringify(value, bigAsText)))
      }),
    )
  })

  test.each<[string, JsonValue]>([
    ['{"x": 9223372036854775807}', { x: '9223372036854775807' }],
    ['{"x": -9223372036854775808}', { x: '-9223372036854775808' }],
    ['{"x": "9223372036854775807"}', { x: '9223372036854775807' }],
    ['{"success": true, "result": 1, "result": null}', { success: true, result: 1 }],
    ['{"x": 1E+5}', { x: 100_000 }],
    ['{"x": "\\ud83d\\ude00"}', { x: '\u{1f600}' }],
    ['{"x": "\\ud800"}', { x: '\ud800' }],
    ['{"x": "\\ufffd"}', { x: '\ufffd' }],
    ['{"x": "\ufffd"}', { x: '\ufffd' }],
    ['[]  \n\t\r', []],
  ])('%j is taken', (text, value) => {
    expect(read(text)).toEqual(value)
  })

  test.each([
    ['', 'must begin with { or [: at character 0, it is empty'],
    ['  ', "must begin with { or [: at character 0, found '  '"],
    [' {}', 'must begin with { or ['],
    ['\ufeff{}', "must begin with { or [: at character 0, found '\\ufeff{}'"],
    ['/*x*/{}', 'must begin with { or ['],
    ['"x"', 'must begin with { or ['],
    ['null', 'must begin with { or ['],
    ['5', 'must begin with { or ['],
    ['{"success": True, "r": 1}', `is no JSON: at character 12, found 'True, "r": 1}'`],
    ["{'a': 1}", "is no JSON: at character 1, found ''a': 1}'"],
    ['{"x":\u0013 1}', `is no JSON: at character 5, found '? 1}'`],
    ['{"x": Infinity}', "is no JSON: at character 6, found 'Infinity}'"],
    ['{"x": 012}', "is no JSON: at character 7, found '12}'"],
    ['{"x": 5.}', 'is no JSON: at character 7'],
    ['{} {}', "is no JSON: at character 3, found '{}'"],
    ['{"x": "y', 'is no JSON: it ends at character 8, before it is complete'],
    ['{12345678901234567890: 1}', 'is no JSON: at character 1'],
    ['["a"12345678901234567890]', 'is no JSON: at character 4'],
    ['{"a": 1, "a": x}', 'is no JSON: at character 14'],
    ['['.repeat(100_000), 'levels of brackets'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'levels of brackets'],
    ['{"a":'.repeat(100_000), 'levels of brackets'],
  ])('case %# is refused', (text, message) => {
    expect(() => read(text)).toThrow(LuxiMalformedError)
    expect(() => read(text)).toThrow(message)
  })

  test('an excerpt of a hostile answer is short', () => {
    expect(() => read(`[${'\u001b'.repeat(1_000_000)}`)).toThrow(/^.{1,700}$/)
  })

  test.each([
    ['a lone byte', [0x5b, 0xff, 0x5d]],
    ['a character cut short', [0x5b, 0x22, 0xc3, 0x22, 0x5d]],
    ['a surrogate', [0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d]],
    ['a longer spelling of /', [0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]],
  ])('UTF-8 with %s is refused where that is wanted, and the place named', (_name, bytes) => {
    const strict = { strictText: true }
    expect(() => readJson(Uint8Array.from(bytes), strict)).toThrow(LuxiMalformedError)
    expect(() => readJson(Uint8Array.from(bytes), strict)).toThrow(/is no UTF-8: at character [12], found/)
  })

  test('a comment with an umlaut, of which luxid sends the low eight bits, does not make the answer unreadable', () => {
    const bytes = [...Buffer.from('{"x": "caf'), 0xe9, 0x80, ...Buffer.from('"}')]
    expect(readJson(Uint8Array.from(bytes))).toEqual({ x: 'caf\u00e9\u0080' })
  })

  test('a comment with a dash, of which luxid sends a bare control, does not make the answer unreadable', () => {
    const text = '{"x": "a\u0013b\tc\nd\u0000"}\n'
    expect(read(text)).toEqual({ x: 'a?b c d?' })
    expect(() => read(text, { strictText: true })).toThrow(
      `is no JSON: at character 8, found '\\u0013b\\u0009c`,
    )
  })

  test('text in Latin-1 is read as such, part of a larger buffer too, unless it happens to be UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x80 }), inside => {
        const bytes = Uint8Array.from([0x5d, 0x5b, 0x22, ...inside, 0x22, 0x5d, 0x5b]).subarray(1, -1)
        const latin1 = String.fromCharCode(...inside)
        const utf8 = Buffer.from(inside).toString()
        expect(readJson(bytes)).toEqual([Buffer.from(utf8).equals(inside) ? utf8 : latin1])
      }),
    )
  })

  test('the replacement character itself is refused where that is wanted, its escape is not', () => {
    expect(() => read('{"x": "\ufffd"}', { strictText: true })).toThrow('U+FFFD: at character 7')
    expect(read('{"x": "\\ufffd"}', { strictText: true })).toEqual({ x: '\ufffd' })
  })

  test('any bytes end in a value or in a short LuxiMalformedError', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map(text => new TextEncoder().encode(`{"x":"${text}`)),
      fc
        .array(fc.constantFrom(...'{}[]:,"\\19.eE-+ tfn'), { maxLength: 40 })
        .map(parts => new TextEncoder().encode(`[${parts.join('')}`)),
    )
    fc.assert(
      fc.property(bytes, input => {
        let value: unknown
        try {
          value = readJson(input)
        } catch (error) {
          expect(error).toBeInstanceOf(LuxiMalformedError)
          expect(String(error).length).toBeLessThan(1000)
          return
        }
        expect(typeof value).toBe('object')
      }),
      { numRuns: 3000 },
    )
  })
})
