import { exhaustive } from '../cluster/exhaustive.ts'
import { printable } from '../report/printable.ts'
import { parseStatusFields, type StatusField } from '../report/status-fields.ts'
import { readHaskellDouble } from './haskell-double.ts'
import { BadArgumentError } from './usage-error.ts'

/** Nine digits: more than thirty years, and exact. */
const WHOLE = /^\d{1,9}$/

/** Reads the value of --job-delay in Haskell's syntax: finite, NaN or -Infinity. Throws a BadArgumentError. */
export function readJobDelay(text: string): number {
  const reading = readHaskellDouble(text)
  switch (reading.kind) {
    case 'value':
      // JSON has no word for it, and the original's 309 digits would be a pause without end.
      if (reading.value === Infinity)
        throw badValue('job delay', `'${printable(text)}' is a pause without end`)
      return reading.value
    case 'unparsable':
      throw badValue('job delay', `cannot parse string '${printable(text)}'`)
    case 'leftover':
      throw badValue(
        'job delay',
        `leftover characters when parsing '${printable(text)}': '${printable(reading.rest)}'`,
      )
    default:
      return exhaustive(reading)
  }
}

/** A reader of whole numbers from 0 on. */
export function wholeNumber(what: string): (text: string) => number {
  return text => {
    if (!WHOLE.test(text))
      throw badValue(
        what,
        `cannot parse string '${printable(text)}': expected a whole number of at most 9 digits`,
      )
    return Number(text)
  }
}

/** A reader of lists with commas, which adds to what was given before: the option may be repeated. */
export function listOf(
  what: string,
): (text: string, before: readonly string[] | undefined) => readonly string[] {
  return (text, before) => {
    const names = text.split(',')
    if (names.includes('')) throw badValue(what, `an empty name in '${printable(text)}'`)
    return [...(before ?? []), ...names]
  }
}

/** The formats of --output. */
export type OutputFormat = 'text' | 'json'

export function readOutputFormat(text: string): OutputFormat {
  if (text === 'text' || text === 'json') return text
  throw badValue('output', `'${printable(text)}' is neither text nor json`)
}

/** The columns of status. */
export function readFields(text: string): readonly StatusField[] {
  const parsed = parseStatusFields(text)
  if (parsed.kind === 'fields') return parsed.fields
  throw badValue('fields', parsed.problem)
}

/** The form of such errors is the original's. */
function badValue(what: string, problem: string): BadArgumentError {
  return new BadArgumentError(`Error while parsing command line arguments:\n${what}: ${problem}`)
}
