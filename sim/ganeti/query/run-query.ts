import type { JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure, prereqError } from '../ganeti-failure.ts'
import { type Cell, UNKNOWN } from './cell.ts'
import { definitionJson, type FieldMap, type QueryField, unknownDefinition } from './field.ts'
import { type Filter, type FilterValue, filterFields, requestedNames } from './filter.ts'
import { passes } from './filter-evaluation.ts'
import { NiceOrder } from './nice-order.ts'
import { compareNice } from './nice-sort.ts'

/**
 * One resource that can be queried, with the type of its rows hidden behind `run`: the registry holds several resources,
 * and no caller needs to know what a row is.
 */
export interface Resource {
  readonly fields: FieldMap<never, never>
  /** Whether one of these fields makes luxid ask nodes. */
  isLive(fieldNames: readonly string[]): boolean
  /** Runs a query. Throws GanetiFailure with luxid's refusal. */
  run(fieldNames: readonly string[], filter: Filter): QueryResult
}

/** The outcome of a query, before it becomes JSON. */
export interface QueryResult {
  readonly fields: readonly QueryField<never, never>['definition'][]
  readonly rows: readonly (readonly Cell[])[]
}

/** What a resource is made of. */
export interface ResourceParts<Row, Context> {
  readonly fields: FieldMap<Row, Context>
  /** The field by which rows are looked up: `name`, or `id` for jobs; absent where they never are. */
  readonly nameField?: string
  /** Everything that one query may look up more than once; made anew for each query. */
  readonly context: () => Context
  /** All rows, in any order if `nameOf` sorts them. */
  readonly all: (context: Context, fieldNames: readonly string[]) => Iterable<Row>
  /**
   * The rows of a list of names, in that order; undefined if there is no name among them. Throws GanetiFailure for one that
   * does not exist.
   */
  readonly named: (names: readonly FilterValue[], context: Context) => readonly Row[] | undefined
  /** The name to sort by; absent where `all` gives the order. */
  readonly nameOf?: (row: Row) => string
  /** What decides between rows of equal names, and of names that differ in leading zeros only: their UUID. */
  readonly uuidOf?: (row: Row) => string
}

/** Makes a resource of its parts. */
export function resource<Row, Context>(parts: ResourceParts<Row, Context>): Resource {
  const order = new NiceOrder(parts.nameOf, parts.uuidOf)
  return {
    fields: parts.fields,
    isLive: names => names.some(name => parts.fields.get(name)?.live === true),
    run: (fieldNames, filter) => runQuery(parts, order, fieldNames, filter),
  }
}

function runQuery<Row, Context>(
  parts: ResourceParts<Row, Context>,
  order: NiceOrder<Row>,
  fieldNames: readonly string[],
  filter: Filter,
): QueryResult {
  for (const name of filterFields(filter)) {
    if (!parts.fields.has(name)) {
      throw new GanetiFailure('ParameterError', [`Can't find field named '${name}'`])
    }
  }
  const context = parts.context()
  const wanted = parts.nameField === undefined ? undefined : requestedNames(filter, parts.nameField)
  const named = wanted === undefined || wanted.length === 0 ? undefined : parts.named(wanted, context)
  const rows = named ?? order.of([...parts.all(context, fieldNames)])
  const selected = fieldNames.map(name => parts.fields.get(name))
  const reader = (row: Row) => (name: string) => {
    const field = parts.fields.get(name)
    return field === undefined
      ? { cell: UNKNOWN, mode: 'plain' as const }
      : { cell: field.get(row, context), mode: field.mode }
  }
  const passing = filter.kind === 'all' ? rows : rows.filter(row => passes(filter, reader(row)))
  return {
    fields: fieldNames.map((name, index) => selected[index]?.definition ?? unknownDefinition(name)),
    rows: passing.map(row =>
      selected.map(field => (field === undefined ? UNKNOWN : field.get(row, context))),
    ),
  }
}

/** The answer of the method Query. */
export function queryResultJson(result: QueryResult): JsonValue {
  return { fields: result.fields.map(definitionJson), data: result.rows }
}

/**
 * The answer of the older methods (QueryNodes, QueryJobs, ...): plain values, null where the status is not normal.
 * Throws GanetiFailure when a field does not exist: there it is an error.
 */
export function classicRows(result: QueryResult): JsonValue[][] {
  const unknown = result.fields.filter(field => field.kind === 'unknown').map(field => field.name)
  if (unknown.length > 0) {
    throw prereqError(`Unknown output fields selected: ${unknown.join(', ')}`, 'wrong_input')
  }
  return result.rows.map(row => row.map(([status, value]) => (status === 0 ? value : null)))
}

/** The answer of the method QueryFields: the named definitions, or all of them in nice order. */
export function fieldsJson(fields: FieldMap<never, never>, names: readonly string[]): JsonValue {
  const chosen = names.length === 0 ? [...fields.keys()].sort(compareNice) : names
  return {
    fields: chosen.map(name => definitionJson(fields.get(name)?.definition ?? unknownDefinition(name))),
  }
}
