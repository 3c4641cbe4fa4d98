import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { decodeTable, type Row } from '../../../src/luxi/decode/table.ts'
import { LuxiDataError } from '../../../src/luxi/luxi-error.ts'

const FIELDS = ['name', 'mtotal'] as const

function table(...data: JsonValue[]): JsonValue {
  return { fields: FIELDS.map(name => ({ name, title: name, kind: 'other', doc: '' })), data }
}

function onlyRow(cells: JsonValue): Row {
  const [row] = decodeTable(table(cells), FIELDS, 'node')
  if (row === undefined) throw new Error('no row')
  return row
}

describe('decodeTable', () => {
  test('rows keep the order of the answer and give cells by the index of the field', () => {
    const rows = decodeTable(
      table(
        [
          [0, 'n2'],
          [0, 5],
        ],
        [
          [0, 'n1'],
          [0, null],
        ],
      ),
      FIELDS,
      'node',
    )
    expect(rows.map(row => [row.value(0), row.value(1)])).toEqual([
      ['n2', 5],
      ['n1', null],
    ])
    expect(rows[0]?.cell(1)).toEqual({ kind: 'value', value: 5 })
  })

  test('an answer without definitions, or with an empty list of them, is taken', () => {
    expect(decodeTable({ data: [] }, FIELDS, 'node')).toEqual([])
    expect(
      decodeTable(
        {
          fields: [],
          data: [
            [
              [0, 'n1'],
              [0, 1],
            ],
          ],
        },
        FIELDS,
        'node',
      ),
    ).toHaveLength(1)
  })

  test.each([
    [1, 'unknown', 'Unknown field'],
    [2, 'nodata', 'No data for a field'],
    [3, 'unavail', 'Ganeti reports unavailable data'],
    [4, 'offline', 'Ganeti reports resource as offline'],
  ])('status %i is %s', (status, kind, words) => {
    const row = onlyRow([
      [0, 'n1'],
      [status, null],
    ])
    expect(row.cell(1)).toEqual({ kind })
    expect(() => row.value(1)).toThrow(`Node 'n1', error while reading attribute 'mtotal': ${words}`)
  })

  test.each([[5], [-1], [0.5], ['0'], [null], [true], [[0]]])(
    'status %j is an error where it is read',
    status => {
      const row = onlyRow([
        [0, 'n1'],
        [status, null],
      ])
      expect(row.value(0)).toBe('n1')
      expect(() => row.cell(1)).toThrow(LuxiDataError)
      expect(() => row.value(1)).toThrow(`one of 0 to 4, found ${JSON.stringify(status)}`)
    },
  )

  test('an object whose name cannot be read is named by its row', () => {
    expect(() =>
      onlyRow([
        [2, null],
        [2, null],
      ]).value(1),
    ).toThrow("Node in row 1, error while reading attribute 'mtotal'")
  })

  test('a hostile name is cut and escaped in the message', () => {
    const row = onlyRow([
      [0, `\u001b[2J${'x'.repeat(10_000)}`],
      [2, null],
    ])
    expect(() => row.value(1)).toThrow(/^Node '\\u001b\[2Jx{76}\.\.\.', error/)
  })

  test('a job is named by its id', () => {
    const [row] = decodeTable(
      {
        data: [
          [
            [0, 12],
            [2, null],
          ],
        ],
      },
      ['id', 'status'],
      'job',
    )
    expect(() => row?.value(1)).toThrow("Job 12, error while reading attribute 'status': No data for a field")
  })

  test.each<[string, JsonValue]>([
    ['no object but null', null],
    ['no object but []', []],
    ['no object but "x"', 'x'],
    ['no object but true', true],
    ["'data' is missing", { fields: [] }],
    ["'data' is no list but null", { data: null }],
    ["'data' is no list but {}", { data: {} }],
    ['row 1 is no list but 5', { data: [5] }],
    [
      'row 2 has 1 fields instead of 2: [[0,"n2"]]',
      {
        data: [
          [
            [0, 'n1'],
            [0, 1],
          ],
          [[0, 'n2']],
        ],
      },
    ],
    ["row 1 has a field 'mtotal' that is no pair [status, value] but 5", { data: [[[0, 'n1'], 5]] }],
    ["row 1 has a field 'mtotal' that is no pair [status, value] but [0]", { data: [[[0, 'n1'], [0]]] }],
    [
      "row 1 has a field 'mtotal' that is no pair [status, value] but [0,1,2]",
      {
        data: [
          [
            [0, 'n1'],
            [0, 1, 2],
          ],
        ],
      },
    ],
    ['other fields than asked for', { fields: [{ name: 'name' }, { name: 'mfree' }], data: [] }],
    ['other fields than asked for', { fields: [{ name: 'name' }], data: [] }],
    ['other fields than asked for', { fields: ['name', 'mtotal'], data: [] }],
    ['other fields than asked for', { fields: 'name', data: [] }],
  ])('is an error: %s', (message, result) => {
    expect(() => decodeTable(result, FIELDS, 'node')).toThrow(LuxiDataError)
    expect(() => decodeTable(result, FIELDS, 'node')).toThrow(message)
  })

  test('an index that no field has is a mistake of the caller, not of the data', () => {
    expect(() =>
      onlyRow([
        [0, 'n1'],
        [0, 1],
      ]).value(2),
    ).toThrow(RangeError)
  })
})
