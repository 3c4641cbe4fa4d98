import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure, genericError } from '../ganeti-failure.ts'
import { cannotConvert, showText } from '../haskell-text.ts'
import { prettyJson } from '../pretty-json.ts'
import type { Cell } from './cell.ts'
import type { FilterMode } from './field.ts'
import type { Comparison, Filter, FilterLeaf, FilterValue } from './filter.ts'

/** Gives the value of a field of the row in question. */
export type FieldReader = (field: string) => { readonly cell: Cell; readonly mode: FilterMode }

/**
 * Whether a row passes (query.md section 4; Ganeti src/Ganeti/Query/Filter.hs:100-270). A field whose status is not 0
 * counts as true. luxid evaluates twice, first without live data, to spare nodes a question; here live data is always at
 * hand, and one pass gives the same rows. Throws GanetiFailure (ParameterError) for a value that cannot be compared.
 */
export function passes(filter: Filter, read: FieldReader): boolean {
  switch (filter.kind) {
    case 'all':
      return true
    case 'and':
      return filter.parts.every(part => passes(part, read))
    case 'or':
      return filter.parts.some(part => passes(part, read))
    case 'not':
      return !passes(filter.part, read)
    default: {
      const { cell, mode } = read(filter.field)
      const [status, value] = cell
      return status === 0 ? leafPasses(filter, value, mode) : true
    }
  }
}

function leafPasses(leaf: FilterLeaf, value: JsonValue, mode: FilterMode): boolean {
  switch (leaf.kind) {
    case 'true':
      if (typeof value !== 'boolean') {
        throw parameterError(`Unexpected value '${prettyJson(value)}' in boolean context`)
      }
      return value
    case 'regexp':
      if (typeof value !== 'string') {
        const shown = prettyJson(value)
        throw parameterError(
          `Invalid field value used in regexp matching, expecting string but got '${shown}'`,
        )
      }
      return leaf.regexp.test(value)
    case 'contains':
      return contains(value, leaf.value)
    case 'equal':
      if (mode === 'hostname' && typeof leaf.value === 'string' && typeof value === 'string') {
        return value === leaf.value || value.startsWith(`${leaf.value}.`)
      }
      return compares('equal', leaf.value, comparable(value, mode))
    default:
      return compares(leaf.kind, leaf.value, comparable(value, mode))
  }
}

/** Timestamps are [seconds, microseconds]; only the seconds count. */
function comparable(value: JsonValue, mode: FilterMode): JsonValue {
  return mode === 'timestamp' && isJsonArray(value) ? (value[0] ?? null) : value
}

function compares(comparison: Comparison, wanted: FilterValue, actual: JsonValue): boolean {
  if (typeof wanted === 'string' && typeof actual === 'string') return holds(comparison, actual, wanted)
  if (typeof wanted === 'number' && typeof actual === 'number') return holds(comparison, actual, wanted)
  const shown = typeof wanted === 'string' ? `QuotedString ${showText(wanted)}` : `NumericValue ${wanted}`
  throw parameterError(`Invalid types in comparison, trying to compare ${prettyJson(actual)} with '${shown}'`)
}

function holds<T extends string | number>(comparison: Comparison, actual: T, wanted: T): boolean {
  switch (comparison) {
    case 'equal':
      return actual === wanted
    case 'less':
      return actual < wanted
    case 'greater':
      return actual > wanted
    case 'lessOrEqual':
      return actual <= wanted
    case 'greaterOrEqual':
      return actual >= wanted
  }
}

/** luxid reads the value as a list of the wanted value's type, and fails where it is none. */
function contains(value: JsonValue, wanted: FilterValue): boolean {
  const [type, isElement] =
    typeof wanted === 'string'
      ? ['String', (element: JsonValue) => typeof element === 'string']
      : ['Integer', (element: JsonValue) => typeof element === 'number']
  if (!isJsonArray(value)) throw genericError(cannotConvert(value, 'Unable to read list').message)
  if (!value.every(isElement)) throw genericError(cannotConvert(value, `Unable to read ${type}`).message)
  return value.includes(wanted)
}

function parameterError(message: string): GanetiFailure {
  return new GanetiFailure('ParameterError', [message])
}
