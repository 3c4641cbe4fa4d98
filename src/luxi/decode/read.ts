import { isJsonArray, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../excerpt.ts'
import type { Row } from './table.ts'

/*
 * Typed readers of one cell. Each throws LuxiDataError if the cell has no value (its status says why) or a value of
 * another type; the message names the object, the field and what was found. Nothing is converted: "5" is no number and
 * 0 no boolean, since a server that confuses them may confuse more.
 */

// How json-text.ts hands on an integer beyond 2^53.
const BIG_INTEGER = /^-?[0-9]{16,}$/

/** A string. */
export function text(row: Row, index: number): string {
  const value = row.value(index)
  if (typeof value === 'string') return value
  throw mismatch(row, index, 'a string', value)
}

/** A boolean. */
export function bool(row: Row, index: number): boolean {
  const value = row.value(index)
  if (typeof value === 'boolean') return value
  throw mismatch(row, index, 'true or false', value)
}

/** An integer of at most 2^53-1 in size. A fraction is an error, not rounded. */
export function integer(row: Row, index: number): number {
  const value = row.value(index)
  // Adding 0 makes -0, which JSON can spell, an ordinary 0.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0
  throw mismatch(row, index, 'an integer of at most 2^53-1', value)
}

/** A finite number. Integers beyond 2^53 are rounded to the nearest number there is. */
export function number(row: Row, index: number): number {
  const value = row.value(index)
  const found = finite(value)
  if (found === undefined) throw mismatch(row, index, 'a number', value)
  return found
}

/** A list of strings. */
export function textList(row: Row, index: number): readonly string[] {
  const value = row.value(index)
  // The list as it came: each instance of 100,000 has two of them.
  if (isJsonArray(value) && value.every(item => typeof item === 'string')) return value
  throw mismatch(row, index, 'a list of strings', value)
}

/** A list of finite numbers. */
export function numberList(row: Row, index: number): readonly number[] {
  return list(row, index, 'a list of numbers', finite)
}

/** A list of finite numbers and nulls: `disk.spindles` is null for a disk without any. */
export function numberOrNullList(row: Row, index: number): readonly (number | null)[] {
  return list(row, index, 'a list of numbers or nulls', item => (item === null ? null : finite(item)))
}

function list<T>(
  row: Row,
  index: number,
  expected: string,
  read: (item: JsonValue) => T | undefined,
): readonly T[] {
  const value = row.value(index)
  if (!isJsonArray(value)) throw mismatch(row, index, expected, value)
  const items: T[] = []
  for (const item of value) {
    const found = read(item)
    if (found === undefined) throw mismatch(row, index, expected, value)
    items.push(found)
  }
  return items
}

function finite(value: JsonValue): number | undefined {
  if (typeof value === 'string') return BIG_INTEGER.test(value) ? finite(Number(value)) : undefined
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined
}

function mismatch(row: Row, index: number, expected: string, value: JsonValue): Error {
  return row.error(index, `expected ${expected}, found ${excerptOfValue(value)}`)
}
