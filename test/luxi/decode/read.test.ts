import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import * as read from '../../../src/luxi/decode/read.ts'
import { decodeTable, type Row } from '../../../src/luxi/decode/table.ts'
import { LuxiDataError } from '../../../src/luxi/luxi-error.ts'

function rowWith(value: JsonValue): Row {
  const [row] = decodeTable(
    {
      data: [
        [
          [0, 'i1'],
          [0, value],
        ],
      ],
    },
    ['name', 'field'],
    'instance',
  )
  if (row === undefined) throw new Error('no row')
  return row
}

type Reader = (row: Row, index: number) => unknown

describe('typed readers', () => {
  test.each<[string, Reader, JsonValue, unknown]>([
    ['text', read.text, 'running', 'running'],
    ['text', read.text, '', ''],
    ['bool', read.bool, false, false],
    ['integer', read.integer, -7, -7],
    ['integer', read.integer, -0, 0],
    ['integer', read.integer, 2 ** 53 - 1, 2 ** 53 - 1],
    ['number', read.number, 0.5, 0.5],
    ['number', read.number, 1e18, 1e18],
    ['number', read.number, '12345678901234567890', Number('12345678901234567890')],
    ['textList', read.textList, ['n1', 'n2'], ['n1', 'n2']],
    ['textList', read.textList, [], []],
    ['numberList', read.numberList, [1, 2.5], [1, 2.5]],
    ['numberOrNullList', read.numberOrNullList, [1, null], [1, null]],
  ])('%s takes %3$j', (_name, reader, value, expected) => {
    expect(reader(rowWith(value), 1)).toEqual(expected)
  })

  test.each<[string, Reader, JsonValue, string]>([
    ['text', read.text, null, 'expected a string, found null'],
    ['text', read.text, 5, 'expected a string, found 5'],
    ['bool', read.bool, 0, 'expected true or false, found 0'],
    ['bool', read.bool, 'no', 'expected true or false, found "no"'],
    ['integer', read.integer, 1.5, 'expected an integer of at most 2^53-1, found 1.5'],
    ['integer', read.integer, 2 ** 53, 'found 9007199254740992'],
    ['integer', read.integer, '12345678901234567890', 'found "12345678901234567890"'],
    ['integer', read.integer, true, 'found true'],
    ['number', read.number, '65536', 'expected a number, found "65536"'],
    ['number', read.number, Number.POSITIVE_INFINITY, 'found Infinity'],
    ['number', read.number, '9'.repeat(400), 'expected a number'],
    ['textList', read.textList, 'n1', 'expected a list of strings, found "n1"'],
    ['textList', read.textList, ['n1', null], 'found ["n1",null]'],
    ['numberList', read.numberList, [null], 'found [null]'],
    ['numberOrNullList', read.numberOrNullList, ['1'], 'found ["1"]'],
    ['numberOrNullList', read.numberOrNullList, null, 'found null'],
  ])('%s refuses %3$j', (_name, reader, value, message) => {
    expect(() => reader(rowWith(value), 1)).toThrow(LuxiDataError)
    expect(() => reader(rowWith(value), 1)).toThrow(`Instance 'i1', error while reading attribute 'field': `)
    expect(() => reader(rowWith(value), 1)).toThrow(message)
  })

  test('whatever stands in a cell, a reader gives its own type or a short LuxiDataError', () => {
    const readers: readonly Reader[] = Object.values(read)
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...readers), (value, reader) => {
        // What fast-check generates as JSON is a JsonValue, but for the names of the two types.
        const row = rowWith(value as JsonValue)
        try {
          expect(reader(row, 1)).not.toBeUndefined()
        } catch (error) {
          expect(error).toBeInstanceOf(LuxiDataError)
          expect(String(error).length).toBeLessThan(1000)
        }
      }),
    )
  })
})
