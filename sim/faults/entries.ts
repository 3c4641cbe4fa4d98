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
