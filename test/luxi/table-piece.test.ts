import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/luxi/json-text.ts'
import { readPiece } from '../../src/luxi/table-piece.ts'

/** What json-text.ts makes of the same text, or undefined where it refuses it. */
function slowly(text: string): unknown {
  try {
    return readJson(new TextEncoder().encode(text))
  } catch {
    return undefined
  }
}

const JOB =
  '[[0,7],[0,"success"],[0,[{"OP_ID":"OP_TEST","reason":[["gnt:client","",1795757045123457000]],"depends":null}]]]'

describe('readPiece', () => {
  test.each([
    ['a job with nanoseconds', `[${JOB},${JOB}]`],
    ['an integer at the limit', '[[9007199254740991],[9007199254740992],[-9007199254740993]]'],
    ['a long integer with a fraction or an exponent', '[12345678901234567.5,12345678901234567e2,1]'],
    ['a time of luxid', '[1.7955509490632255e9]'],
    ['a repeated key', '[{"a":1,"a":2}]'],
    ['a repeated key, spelled otherwise', '[{"a":1,"\\u0061":2}]'],
    ['a repeated key beside one that ends in a backslash', '[{"a\\\\":1,"b":1,"b":2}]'],
    ['a repeated key beside a string with the end of a key', '[{"b":1,"b":2},"\\":"]'],
    ['a repeated key beside blanks', '[{"a" :1,"b":1,"b":2}]'],
    ['a key with a name of its own', '[{"__proto__":1,"constructor":{"":2}}]'],
    ['what looks like a long integer in a string', '["a,12345678901234567]","[12345678901234567,"]'],
    ['two of them in one string', '["[12345678901234567,12345678901234567]"]'],
    ['a long integer as a key', '[{12345678901234567:1}]'],
    ['a long integer with zeros in front', '[00000000000000012345678901234567]'],
    ['a long integer between blanks', '[ 12345678901234567 , 12345678901234567 ]'],
    ['digits in a string', '["12345678901234567","x1234567890123456789"]'],
    ['a string and a long integer side by side', '["a"12345678901234567]'],
    ['brackets without end', '['.repeat(100_000)],
    ['many brackets', `${'['.repeat(200)}{}${']'.repeat(200)}`],
    ['more brackets than are allowed', `${'['.repeat(600)}{}${']'.repeat(600)}`],
    ['nothing', '[]'],
    ['no JSON', '[tru]'],
  ])('reads %s as json-text.ts does', (_what, text) => {
    expect(readPiece(text)).toEqual(slowly(text))
  })

  test('reads anything as json-text.ts does', () => {
    const pieces = fc.array(
      fc.constantFrom(
        ...'{}[]:,"\\- .',
        '"a"',
        '"a":',
        '"b":1',
        '{"a":',
        '12345678901234567',
        '9007199254740991',
        '1',
        '"x,12345678901234567]"',
        '"\\\\":',
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(pieces, parts => {
        const text = `[${parts.join('')}]`
        expect(readPiece(text)).toEqual(slowly(text))
      }),
      { numRuns: 5000 },
    )
  })

  test('reads any JSON with any integers as json-text.ts does', () => {
    const leaf = fc.oneof(
      fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
      fc.string({ unit: 'grapheme-ascii' }).map(text => JSON.stringify(text)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => JSON.stringify(value)),
      fc.constantFrom('null', 'true', '"\\":"'),
    )
    const tree = fc.letrec<{ value: string }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value')).map(items => `[${items.join()}]`),
        fc
          .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"c"', '"\\u0061"'), tie('value')))
          .map(members => `{${members.map(([key, value]) => `${key}:${value}`).join()}}`),
      ),
    })).value
    fc.assert(
      fc.property(fc.array(tree), items => {
        const text = `[${items.join()}]`
        expect(readPiece(text)).toEqual(slowly(text))
      }),
      { numRuns: 1000 },
    )
  })
})
