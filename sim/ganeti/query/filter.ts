import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { RequestParseError, showRational } from '../haskell-text.ts'
import { prettyJson } from '../pretty-json.ts'
import { compileRegexp } from './regexp.ts'

/**
 * The filter language of query2: prefix arrays such as `["&", ["?", "offline"], ["==", "name", "node1"]]` (query.md
 * section 4; Ganeti src/Ganeti/Query/Language.hs:222-284). Parsing only; filter-evaluation.ts says what it means.
 */
export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | FilterLeaf

/** What looks at one field. */
export type FilterLeaf =
  | { readonly kind: 'true'; readonly field: string }
  | { readonly kind: Comparison | 'contains'; readonly field: string; readonly value: FilterValue }
  | { readonly kind: 'regexp'; readonly field: string; readonly pattern: string; readonly regexp: RegExp }

export type Comparison = 'equal' | 'less' | 'greater' | 'lessOrEqual' | 'greaterOrEqual'

/** Values in filters are texts and whole numbers, nothing else. */
export type FilterValue = string | number

/** Deeper filters than this are refused: the parser is recursive, and no client nests so. */
const DEPTH_MAX = 200

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['==', 'equal'],
  ['=', 'equal'],
  ['<', 'less'],
  ['>', 'greater'],
  ['<=', 'lessOrEqual'],
  ['>=', 'greaterOrEqual'],
])

/** Parses a filter. Throws RequestParseError with luxid's message. */
export function parseFilter(json: JsonValue, depth = 0): Filter {
  if (json === null) return { kind: 'all' }
  const operator = isJsonArray(json) ? json[0] : undefined
  if (!isJsonArray(json) || typeof operator !== 'string') {
    throw new RequestParseError(
      `Cannot deserialise filter: expected array [string, args], got ${prettyJson(json)}`,
    )
  }
  if (depth > DEPTH_MAX) throw new RequestParseError('Cannot deserialise filter: nested too deeply')
  return parseOperation(operator, json.slice(1), depth)
}

function parseOperation(operator: string, args: readonly JsonValue[], depth: number): Filter {
  const comparison = COMPARISONS.get(operator)
  if (comparison !== undefined) return { kind: comparison, ...fieldAndValue(args) }
  switch (operator) {
    case '&':
      return { kind: 'and', parts: args.map(arg => parseFilter(arg, depth + 1)) }
    case '|':
      return { kind: 'or', parts: args.map(arg => parseFilter(arg, depth + 1)) }
    case '!': {
      const [part] = args
      if (part === undefined || args.length !== 1) {
        throw new RequestParseError(
          `Cannot deserialise field, expected [filter] but got ${prettyJson([...args])}`,
        )
      }
      return { kind: 'not', part: parseFilter(part, depth + 1) }
    }
    case '?': {
      const [field] = args
      if (field === undefined || args.length !== 1) {
        throw new RequestParseError(
          `Cannot deserialise field, expected [fieldname] but got ${prettyJson([...args])}`,
        )
      }
      return { kind: 'true', field: fieldName(field) }
    }
    case '!=':
      return { kind: 'not', part: { kind: 'equal', ...fieldAndValue(args) } }
    case '=[]':
      return { kind: 'contains', ...fieldAndValue(args) }
    case '=~': {
      const [field, pattern] = pair(args)
      if (typeof pattern !== 'string') throw new RequestParseError('Unable to read String')
      return { kind: 'regexp', field: fieldName(field), pattern, regexp: compileRegexp(pattern) }
    }
    default:
      throw new RequestParseError(`Unknown filter operand '${operator}'`)
  }
}

function pair(args: readonly JsonValue[]): readonly [first: JsonValue, second: JsonValue] {
  const [field, value] = args
  if (field === undefined || value === undefined || args.length !== 2) {
    throw new RequestParseError(
      `Cannot deserialise field/value pair, expected [fieldname, value] but got ${prettyJson([...args])}`,
    )
  }
  return [field, value]
}

function fieldAndValue(args: readonly JsonValue[]): { field: string; value: FilterValue } {
  const [field, value] = pair(args)
  if (typeof value === 'number' && !Number.isInteger(value)) {
    throw new RequestParseError(
      `Cannot deserialise numeric filter value, expecting integral but got a fractional value: ${showRational(value)}`,
    )
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new RequestParseError(
      `Cannot deserialise filter value, expecting string or integer, got ${prettyJson(value)}`,
    )
  }
  return { field: fieldName(field), value }
}

function fieldName(json: JsonValue): string {
  if (typeof json !== 'string') throw new RequestParseError('Unable to read String')
  return json
}

/** A filter that was parsed before, as luxid writes it: `=` and `!=` are only other ways of saying `==` and `!`. */
export function canonicalFilter(json: JsonValue): JsonValue {
  if (!isJsonArray(json)) return json
  const [operator = null, ...args] = json
  if (operator === '=') return ['==', ...args]
  if (operator === '!=') return ['!', ['==', ...args]]
  return operator === '&' || operator === '|' || operator === '!'
    ? [operator, ...args.map(canonicalFilter)]
    : json
}

/** All fields that a filter looks at, in order, each once. */
export function filterFields(filter: Filter): string[] {
  const fields = new Set<string>()
  const visit = (part: Filter): void => {
    switch (part.kind) {
      case 'all':
        return
      case 'and':
      case 'or':
        for (const inner of part.parts) visit(inner)
        return
      case 'not':
        visit(part.part)
        return
      default:
        fields.add(part.field)
    }
  }
  visit(filter)
  return [...fields]
}

/**
 * The names a filter asks for, if it is nothing but "or"s of equality tests on `nameField`; otherwise undefined. Such a
 * query looks objects up, and fails for one that does not exist (query.md section 3).
 */
export function requestedNames(filter: Filter, nameField: string): FilterValue[] | undefined {
  if (filter.kind === 'equal') return filter.field === nameField ? [filter.value] : undefined
  if (filter.kind !== 'or') return undefined
  const names: FilterValue[] = []
  for (const part of filter.parts) {
    const inner = requestedNames(part, nameField)
    if (inner === undefined) return undefined
    for (const name of inner) names.push(name)
  }
  return names
}
