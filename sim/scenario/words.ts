import * as v from 'valibot'
import { parseTime, TIME_PATTERN } from './time-text.ts'

/** A hundred days, as faults have it. */
const TIME_MAX_SECONDS = 8_640_000

const TIME_HINT = 'must be a number of seconds or a time such as 90s, 5m or 1h30m, of at most 100 days'

/** A time or duration of a scenario file: seconds, or text with units. Its output is seconds. */
export const time = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.maxLength(40, TIME_HINT), v.regex(TIME_PATTERN, TIME_HINT))],
    'a number of seconds or a time such as 5m',
  ),
  v.transform(given => (typeof given === 'number' ? given : (parseTime(given) ?? Number.NaN))),
  v.check(seconds => seconds >= 0 && seconds <= TIME_MAX_SECONDS, TIME_HINT),
)

/** The name of an object, as a cluster file has it. */
export const objectName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/, 'must be a name'))

/** What an editor shows of a key. */
export function described<S extends v.GenericSchema>(schema: S, text: string) {
  return v.pipe(schema, v.description(text))
}
