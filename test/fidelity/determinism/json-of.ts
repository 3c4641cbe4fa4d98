import type { JsonValue } from '../../../src/cluster/json.ts'

/** Plain data as JSON; a bigint, such as the seconds of a tag, as its digits. */
export function jsonOf(value: unknown): JsonValue {
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner))
  // What JSON.stringify wrote is JSON.
  return JSON.parse(text) as JsonValue
}
