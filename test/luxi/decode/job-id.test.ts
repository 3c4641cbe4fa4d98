import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { decodeJobId } from '../../../src/luxi/decode/job-id.ts'
import { LuxiDataError } from '../../../src/luxi/luxi-error.ts'

describe('decodeJobId', () => {
  test.each<[JsonValue, string]>([
    [0, '0'],
    [-0, '0'],
    [31, '31'],
    [JSON.parse('31.0'), '31'],
    ['31', '31'],
    ['031', '31'],
    ['9223372036854775807', '9223372036854775807'],
    [`${'0'.repeat(50)}7`, '7'],
  ])('%j is job %s', (value, id) => {
    expect(decodeJobId(value)).toBe(id)
  })

  test.each<[JsonValue]>([
    [-1],
    [31.5],
    [2 ** 53],
    [Number.POSITIVE_INFINITY],
    ['9223372036854775808'],
    ['1'.repeat(1_000_000)],
    [''],
    [' 31'],
    ['31\n'],
    ['0x10'],
    ['-3'],
    ['x31'],
    [true],
    [null],
    [[31]],
    [{}],
  ])('case %# is refused', value => {
    expect(() => decodeJobId(value)).toThrow(LuxiDataError)
    expect(() => decodeJobId(value)).toThrow(/Expected a job id, .{0,200}$/)
  })

  test('keeps every digit of any id that Ganeti can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), id => {
        expect(decodeJobId(String(id))).toBe(String(id))
      }),
    )
  })
})
