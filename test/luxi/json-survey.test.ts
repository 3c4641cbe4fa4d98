import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  JSON_CHANGES_MAX,
  JSON_COMMAS_MAX,
  JSON_DEPTH_MAX,
  JSON_KEYS_MAX,
  JSON_PARTS_MAX,
  needsRewrite,
  rewriteJson,
} from '../../src/luxi/json-survey.ts'
import { LuxiMalformedError } from '../../src/luxi/luxi-error.ts'

describe('needsRewrite and rewriteJson', () => {
  test.each([
    ['[12345678901234567890]', '["12345678901234567890"]'],
    ['[-12345678901234567890]', '["-12345678901234567890"]'],
    ['[9007199254740992]', '["9007199254740992"]'],
    ['{"a":9223372036854775807,"b":1}', '{"a":"9223372036854775807","b":1}'],
    ['{"a":1,"a":2}', '{"a":1}'],
    ['{"a":1 , "a" : [2,{"b":3}] ,"c":4}', '{"a":1 ,"c":4}'],
    ['{"a":1,"\\u0061":2,"a":3}', '{"a":1}'],
    ['{"a":{"b":1,"b":2},"a":{"c":12345678901234567890,"c":2}}', '{"a":{"b":1}}'],
    ['[{"a":1,"a":2},{"a":3}]', '[{"a":1},{"a":3}]'],
    ['{"a":1,"a":12345678901234567890,"b":12345678901234567890}', '{"a":1,"b":"12345678901234567890"}'],
  ])('%s becomes %s', (text, rewritten) => {
    expect(needsRewrite(text)).toBe(true)
    expect(rewriteJson(text)).toBe(rewritten)
  })

  test.each([
    '[9007199254740991,-9007199254740991]',
    '[0.12345678901234567890,1234567890123456789.5,1e400,12345678901234567890e0]',
    '["12345678901234567890","\\"12345678901234567890"]',
    '{"12345678901234567890":1}',
    '{"a":"a","b":["a","a"],"c":{"a":1}}',
    '{"a\\\\":1,"a":2}',
    '[]',
  ])('%s stays', text => {
    expect(needsRewrite(text)).toBe(false)
    expect(rewriteJson(text)).toBe(text)
  })

  test('any JSON with any integers, in any spacing, keeps its meaning and every digit', () => {
    const leaf = fc.oneof(
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.constantFrom(null, true, false),
    )
    const tree = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(tree, fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        const rewritten = rewriteJson(spell(value, space))
        expect(JSON.parse(rewritten)).toEqual(JSON.parse(JSON.stringify(value, asExpected)))
      }),
    )
  })
})

function spell(value: unknown, space: string): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value))
    return `[${space}${value.map(item => spell(item, space)).join(`${space},${space}`)}${space}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}${space}:${space}${spell(item, space)}`,
    )
    return `{${space}${members.join(`,${space}`)}${space}}`
  }
  return JSON.stringify(value)
}

/** A replacer of JSON.stringify: big integers as the strings that they should become. */
function asExpected(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  // A number that prints as an integer beyond 2^53 is spelled, and rewritten, like a big integer.
  if (typeof value === 'number' && /^-?[0-9]{16,}$/.test(String(value)) && !Number.isSafeInteger(value))
    return String(value)
  return value
}

describe('what would exhaust the process', () => {
  test('depth: the limit passes, one more does not, whether or not it is closed', () => {
    const open = '['.repeat(JSON_DEPTH_MAX)
    expect(needsRewrite(open + ']'.repeat(JSON_DEPTH_MAX))).toBe(false)
    expect(() => needsRewrite(`${open}[`)).toThrow(LuxiMalformedError)
    expect(() => needsRewrite('{"a":'.repeat(JSON_DEPTH_MAX + 1))).toThrow(
      `more than ${JSON_DEPTH_MAX} levels`,
    )
  })

  test('brackets in strings, and brackets side by side, are not depth', () => {
    expect(needsRewrite(JSON.stringify(['['.repeat(1000), '\\"['.repeat(1000)]))).toBe(false)
    expect(needsRewrite(`[${'[],'.repeat(1000)}[]]`)).toBe(false)
  })

  test('more lists than memory allows', () => {
    expect(() => needsRewrite(`[${'[],'.repeat(JSON_PARTS_MAX)}`)).toThrow('lists, objects and members')
  })

  test('more members than memory allows, whatever their names', () => {
    const object = `{${Array.from({ length: 1024 }, (_, index) => `"${index}":0`).join()}},`
    expect(() => needsRewrite(`[${object.repeat(JSON_PARTS_MAX / 1024)}`)).toThrow(
      'lists, objects and members',
    )
  })

  test('one list of so many numbers that V8 ended the process', () => {
    const most = `[${'0,'.repeat(JSON_COMMAS_MAX)}0]`
    expect(needsRewrite(most)).toBe(false)
    expect(() => needsRewrite(most.replace('0', '0,0'))).toThrow(`more than ${JSON_COMMAS_MAX} commas`)
  })

  test('more keys than shapes of objects can be kept, in one object or in many', () => {
    const members = Array.from({ length: JSON_KEYS_MAX + 1 }, (_, index) => `"${index}":0`)
    expect(() => needsRewrite(`{${members.join()}}`)).toThrow('different keys')
    expect(() => needsRewrite(`[{${members.join('},{')}}]`)).toThrow('different keys')
  })

  test('more integers to rewrite than memory allows', () => {
    const text = `[${'11111111111111111,'.repeat(JSON_CHANGES_MAX)}11111111111111111]`
    expect(() => needsRewrite(text)).toThrow('integers beyond 2^53')
  })

  test('a text that is no JSON ends in a refusal or an answer, never in another error', () => {
    const pieces = fc.array(fc.constantFrom(...'{}[]:,"\\-.', 'a', '"a"', '1234567890123456789', '"\\u"'), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(pieces, parts => {
        expect(typeof needsRewrite(parts.join(''))).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
