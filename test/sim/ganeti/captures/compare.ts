import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'
import type { MachineValues } from './machine-values.ts'
import type { UuidPairs } from './uuid-pairs.ts'

/*
 * Two answers are the same if they are the same JSON, keys in the same order, but for three kinds of values, each as narrow
 * as can be: a point in time may be another one; a UUID may be another one, but the same one wherever the captured answers
 * have the same one; and a value that the captured machine or its history decided may be another of its type.
 */

/** Points in time of the captures and of their replay are in these bounds, in seconds since the epoch. */
const TIME_FROM_S = 1_790_000_000
const TIME_TO_S = 1_799_000_000

/** What two answers may differ in. */
export interface Tolerance {
  readonly uuids: UuidPairs
  readonly machineValues: MachineValues
}

/** Where two values differ first, as a path and both values; undefined if they are the same. */
export function difference(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  tolerance: Tolerance,
  path: readonly (string | number)[] = [],
): string | undefined {
  if (isJsonArray(expected) && isJsonArray(actual)) {
    if (isTimePair(expected) && isTimePair(actual)) return undefined
    if (expected.length !== actual.length) return told(path, expected, actual)
    return firstOf(expected.keys(), key => difference(expected[key], actual[key], tolerance, [...path, key]))
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const keys = Object.keys(expected)
    if (keys.join('\0') !== Object.keys(actual).join('\0')) return told(path, keys, Object.keys(actual))
    return firstOf(keys, key => difference(expected[key], actual[key], tolerance, [...path, key]))
  }
  return isSameLeaf(expected, actual, tolerance, path) ? undefined : told(path, expected, actual)
}

function isSameLeaf(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  { uuids, machineValues }: Tolerance,
  path: readonly (string | number)[],
): boolean {
  if (typeof expected === 'string' && typeof actual === 'string') {
    return machineValues.covers(path) || uuids.areSame(withoutTimes(expected), withoutTimes(actual))
  }
  if (typeof expected !== 'number' || typeof actual !== 'number') return expected === actual
  return expected === actual || (isTime(expected) && isTime(actual)) || machineValues.covers(path)
}

/** Messages quote points in time, too. */
function withoutTimes(text: string): string {
  return text.replace(/(?<![0-9])179[0-8][0-9]{6}(?![0-9])/g, 'TIME')
}

function firstOf<T>(keys: Iterable<T>, find: (key: T) => string | undefined): string | undefined {
  for (const key of keys) {
    const found = find(key)
    if (found !== undefined) return found
  }
  return undefined
}

/** Seconds since the epoch, or, in reason trails, nanoseconds. */
export function isTime(value: number): boolean {
  const seconds = value > TIME_TO_S ? value / 1e9 : value
  return seconds >= TIME_FROM_S && seconds <= TIME_TO_S
}

/** The job queue's points in time: [seconds, microseconds]. */
export function isTimePair(value: readonly JsonValue[]): boolean {
  const [seconds, microseconds] = value
  return (
    value.length === 2 &&
    typeof seconds === 'number' &&
    isTime(seconds) &&
    Number.isInteger(seconds) &&
    typeof microseconds === 'number' &&
    Number.isInteger(microseconds) &&
    microseconds >= 0 &&
    microseconds < 1_000_000
  )
}

function told(
  path: readonly (string | number)[],
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
): string {
  return `at ${path.join('.')}:\n  real      ${shown(expected)}\n  simulated ${shown(actual)}`
}

function shown(value: JsonValue | undefined): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 600)
}
