import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { readJson } from '../../src/luxi/json-text.ts'
import { LuxiMalformedError } from '../../src/luxi/luxi-error.ts'
import { unreadTable } from '../../src/luxi/unread-table.ts'

const HEAD = '{"success":true,"result":{"fields":[{"name":"name"}],"data":['

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** The rows as they are read piece by piece, or undefined where the answer is not left unread. */
function rowsOf(text: string): readonly JsonValue[] | undefined {
  const table = unreadTable(bytesOf(text))
  return table && [...table.pieces()].flat()
}

/** What json-text.ts makes of the same bytes. */
function wholeOf(text: string): JsonValue | undefined {
  const answer = readJson(bytesOf(text))
  const result = isJsonObject(answer) ? answer['result'] : undefined
  return isJsonObject(result) ? result['data'] : undefined
}

/** A table of so many rows that it is cut into several pieces. */
function large(row: (index: number) => JsonValue, count = 20_000): string {
  return `${HEAD}${Array.from({ length: count }, (_, index) => JSON.stringify(row(index))).join()}]}}`
}

const plainRow = (index: number): JsonValue => [
  [0, `inst${index}.example.com`],
  [0, index % 7],
  [0, []],
  [0, null],
]

describe('unreadTable', () => {
  test('a large table is read in pieces, to the same rows', () => {
    const text = large(plainRow)
    const pieces = [...(unreadTable(bytesOf(text))?.pieces() ?? [])]
    expect(pieces.length).toBeGreaterThan(4)
    expect(pieces.flat()).toEqual(wholeOf(text))
  })

  test('it has the result without its rows', () => {
    const text =
      '{"success":true,"result":{"fields":[{"name":"a","doc":"say \\"data\\":["}],"data":[[[0,1]]]}}'
    expect(unreadTable(bytesOf(text))?.withoutRows).toEqual({
      fields: [{ name: 'a', doc: 'say "data":[' }],
      data: [],
    })
    expect(rowsOf(text)).toEqual([[[0, 1]]])
  })

  test('a table without rows has none', () => {
    expect(rowsOf(`${HEAD}]}}`)).toEqual([])
  })

  test('a table whose text could be cut in a string, or within a cell, is read all the same', () => {
    const inString = large(index => [
      [0, `"]],[[${'x'.repeat(40)}${index}`],
      [0, []],
    ])
    expect(rowsOf(inString)).toEqual(wholeOf(inString))
    const inCell = large(index => [
      [0, [[index], [[1]], [[2]]]],
      [0, [[[]], [[]]]],
    ])
    expect(rowsOf(inCell)).toEqual(wholeOf(inCell))
  })

  test('an integer beyond 2^53 in any row is a string of its digits', () => {
    const big = (index: number): JsonValue => [
      [0, `n${index}`],
      [0, index === 19_000 ? 7_777_777 : 1],
    ]
    const text = large(big).replace('7777777', '9223372036854775807')
    expect(rowsOf(text)?.[19_000]).toEqual([
      [0, 'n19000'],
      [0, '9223372036854775807'],
    ])
    expect(rowsOf(text)).toEqual(wholeOf(text))
  })

  test('times as luxid spells them, with sixteen digits behind the point, keep a table in pieces', () => {
    const text = large(index => [
      [0, `n${index}`],
      [0, 5555],
    ]).replaceAll('5555', '1.7955509490632255e9')
    expect([...(unreadTable(bytesOf(text))?.pieces() ?? [])].length).toBeGreaterThan(4)
    expect(rowsOf(text)?.[7]).toEqual([
      [0, 'n7'],
      [0, 1795550949.0632255],
    ])
  })

  test('a bare control in a string, as luxid sends it for a dash, is read as json-text.ts reads it', () => {
    const text = large(plainRow).replace('inst15000.', 'inst15000\u0013')
    expect(rowsOf(text)?.[15_000]).toEqual([
      [0, 'inst15000?example.com'],
      [0, 15_000 % 7],
      [0, []],
      [0, null],
    ])
  })

  test.each([
    ['no UTF-8', `${HEAD}[[0,"caf\u00e9"]]]}}`],
    ['blanks', '{"success": true, "result": {"fields": [], "data":[[[0,1]]]}}'],
    ['a blank at the end', `${HEAD}[[0,1]]]}} `],
    ['a failure', '{"success":false,"result":{"data":[]}}'],
    ['no envelope', '{"data":[]}'],
    ['a member of the same name', '{"success":true,"result":{"data":5,"data":[[[0,1]]]}}'],
    ['two results', '{"success":true,"result":1,"result":{"data":[[[0,1]]]}}'],
    ['data elsewhere', '{"success":true,"other":{"data":[[[0,1]]]}}'],
    ['data deeper', '{"success":true,"result":{"x":{"data":[[[0,1]]]}}}'],
    ['other data', '[1,2]'],
    ['nothing', ''],
  ])('with %s it is left to json-text.ts', (_what, text) => {
    expect(unreadTable(bytesOf(text))).toBeUndefined()
  })

  test.each([
    ['a row cut short', `${HEAD}[[0,1]}}`],
    ['a wrong word', large(plainRow).replace('inst19000.example.com"', 'inst19000"x')],
    ['a comma too many', large(plainRow).replace(']],[[0,"inst18000.', ']],,[[0,"inst18000.')],
    ['a bracket too many', large(plainRow).replace(']],[[0,"inst18000.', ']]],[[0,"inst18000.')],
    ['a row within a row', large(plainRow).replace('[[0,"inst18000.', '[[[[0,"inst18000.')],
  ])('with %s it ends in the error of json-text.ts', (_what, text) => {
    expect(() => rowsOf(text)).toThrow(LuxiMalformedError)
    expect(() => rowsOf(text)).toThrow(/at character [0-9]+/)
  })

  test('what follows the rows is noticed, if late', () => {
    expect(rowsOf('{"success":true,"result":{"data":[[[0,1]]],"fields":[{"name":"a]]"}]}}')).toEqual([
      [[0, 1]],
    ])
  })

  test('a row of 2 MB, and brackets without end, are left to the limits of json-text.ts', () => {
    const wide = `${HEAD}[[0,[${'0,'.repeat(1_000_000)}0]]]]}}`
    expect(rowsOf(wide)).toEqual(wholeOf(wide))
    expect(() => rowsOf(`${HEAD}${'['.repeat(2_000_000)}]}}`)).toThrow('levels of brackets')
  })

  test('whatever the rows, they are what json-text.ts makes of them', () => {
    const scalar = fc.oneof(
      fc.constantFrom(null, true, false, '12345678901234567', ']],[[', '"data":['),
      fc.string({ unit: 'grapheme-ascii' }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    const cell = fc.tuple(fc.nat(4), fc.oneof(scalar, fc.array(scalar), fc.array(fc.array(scalar))))
    fc.assert(
      fc.property(fc.array(fc.array(cell)), data => {
        const text = JSON.stringify({ success: true, result: { fields: [], data } })
        const rows = rowsOf(text)
        expect(rows).toEqual(wholeOf(text))
      }),
    )
  })

  test('any damage to a table gives the same rows or the same refusal', () => {
    const text = large(plainRow, 3000)
    const damage = fc.tuple(
      fc.nat(text.length - 1),
      fc.constantFrom('', '"', '[', ']', ',', '{', '\\', '0', ' ', '\u0000', '\u00e9'),
    )
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), damages => {
        let damaged = text
        for (const [at, by] of damages) damaged = damaged.slice(0, at) + by + damaged.slice(at + 1)
        const table = unreadTable(bytesOf(damaged))
        if (!table) return
        const outcome = (read: () => unknown) => {
          try {
            return { rows: read() }
          } catch (error) {
            return { error: String(error) }
          }
        }
        const rows = outcome(() => [...table.pieces()].flat())
        const whole = outcome(() => (isJsonArray(wholeOf(damaged)) ? wholeOf(damaged) : 'no table'))
        expect(rows).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })
})
