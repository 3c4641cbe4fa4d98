import * as v from 'valibot'

/* Kinds of keys that several faults have. */

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/

/** Name of a node of the scenario's cluster. */
export const nodeName = v.pipe(v.string(), v.regex(NAME, 'must be the name of a node'))

/** Name of an instance of the scenario's cluster. */
export const instanceName = v.pipe(v.string(), v.regex(NAME, 'must be the name of an instance'))

/** A time in seconds, up to 100 days. */
export const seconds = v.pipe(
  v.number(),
  v.minValue(0, 'must not be negative'),
  v.maxValue(8_640_000, 'must be at most 8640000 (100 days)'),
)

/** A count of things in a run, from 0. */
export const index = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(100_000, 'must be at most 100000'),
)

/** So many of something, one at least. */
export function count(max: number) {
  return v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(1, 'must be at least 1'),
    v.maxValue(max, `must be at most ${max}`),
  )
}

/** A difference in seconds, up to 100 days in either direction. */
export const signedSeconds = v.pipe(
  v.number(),
  v.minValue(-8_640_000, 'must be at least -8640000 (100 days back)'),
  v.maxValue(8_640_000, 'must be at most 8640000 (100 days)'),
)

/** One tag. */
export const tag = v.pipe(v.string(), v.minLength(1), v.maxLength(128, 'must have at most 128 characters'))

/** Whose tags: the cluster's, where the name does not count, or those of the object of that name. */
export const tagged = {
  kind: v.picklist(['cluster', 'nodegroup', 'node', 'instance']),
  name: v.pipe(v.string(), v.maxLength(253, 'must have at most 253 characters')),
}

/** How much of a whole. */
export const percent = v.pipe(
  v.number(),
  v.minValue(0, 'must not be negative'),
  v.maxValue(99, 'must be at most 99'),
)
