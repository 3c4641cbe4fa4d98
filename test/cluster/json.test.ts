import { expect, test } from 'vitest'
import { isJsonArray, isJsonObject } from '../../src/cluster/json.ts'

test.each([
  [undefined, 'neither'],
  [null, 'neither'],
  [true, 'neither'],
  [0, 'neither'],
  ['', 'neither'],
  ['[]', 'neither'],
  [[], 'array'],
  [[{}], 'array'],
  [{}, 'object'],
  [{ length: 0 }, 'object'],
  [Object.create(null), 'object'],
])('%j is: %s', (value, expected) => {
  const found = isJsonArray(value) ? 'array' : isJsonObject(value) ? 'object' : 'neither'
  expect(found).toBe(expected)
  expect(isJsonArray(value) && isJsonObject(value)).toBe(false)
})
