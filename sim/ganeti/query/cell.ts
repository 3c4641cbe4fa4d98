import type { JsonValue } from '../../../src/cluster/json.ts'

/** One value of an answer with its status: 0 normal, 1 unknown field, 2 no data, 3 unavailable, 4 node offline. */
export type Cell = readonly [status: 0 | 1 | 2 | 3 | 4, value: JsonValue]

/** A value that is there. */
export function normal(value: JsonValue): Cell {
  return [0, value]
}

/** Of a field that does not exist. */
export const UNKNOWN: Cell = [1, null]
/** Could not be obtained, or makes no sense. */
export const NO_DATA: Cell = [2, null]
/** Legitimately unset. */
export const UNAVAILABLE: Cell = [3, null]
/** The node is marked offline and was not asked. */
export const OFFLINE: Cell = [4, null]
