import type { JsonValue } from '../../../src/cluster/json.ts'
import type { Cell } from './cell.ts'

/** A field's type, as luxid names it (query.md section 2). */
export type FieldKind = 'text' | 'bool' | 'number' | 'float' | 'unit' | 'timestamp' | 'other' | 'unknown'

/** What an answer says of each of its columns. */
export interface FieldDefinition {
  readonly name: string
  readonly title: string
  readonly kind: FieldKind
  readonly doc: string
}

/** How a filter compares a field's value (query.md section 4). */
export type FilterMode = 'plain' | 'hostname' | 'timestamp'

/** A field of a resource: its definition, and how to get its value of one row. */
export interface QueryField<Row, Context> {
  readonly definition: FieldDefinition
  /** Whether nodes have to be asked for it: a query with such a field takes time. */
  readonly live: boolean
  readonly mode: FilterMode
  readonly get: (row: Row, context: Context) => Cell
}

/** The fields of a resource by name. */
export type FieldMap<Row, Context> = ReadonlyMap<string, QueryField<Row, Context>>

/** A definition as the JSON of an answer has it. */
export function definitionJson(definition: FieldDefinition): JsonValue {
  return { name: definition.name, title: definition.title, kind: definition.kind, doc: definition.doc }
}

/** The definition luxid makes up for a field that does not exist. */
export function unknownDefinition(name: string): FieldDefinition {
  return { name, title: name, kind: 'unknown', doc: `Unknown field '${name}'` }
}

/**
 * Makes the fields of a resource when they are first asked for, and only once: they are the same for every cluster, and what
 * is of one comes to them as the context of a query.
 */
export function fieldsOnce<Row, Context>(
  fill: (table: FieldTable<Row, Context>) => void,
): () => FieldMap<Row, Context> {
  let made: FieldMap<Row, Context> | undefined
  return () => {
    if (made !== undefined) return made
    const table = new FieldTable<Row, Context>()
    fill(table)
    made = table.fields
    return made
  }
}

/** Collects the fields of one resource; the table modules of this folder use it. */
export class FieldTable<Row, Context> {
  readonly fields = new Map<string, QueryField<Row, Context>>()

  /** A field out of the configuration. */
  config(
    name: string,
    title: string,
    kind: FieldKind,
    doc: string,
    get: (row: Row, context: Context) => Cell,
    mode: FilterMode = 'plain',
  ): this {
    this.fields.set(name, { definition: { name, title, kind, doc }, live: false, mode, get })
    return this
  }

  /** A field for which nodes are asked. */
  live(
    name: string,
    title: string,
    kind: FieldKind,
    doc: string,
    get: (row: Row, context: Context) => Cell,
  ): this {
    this.fields.set(name, { definition: { name, title, kind, doc }, live: true, mode: 'plain', get })
    return this
  }

  /** The same field under a second name. */
  alias(name: string, of: string): this {
    const field = this.fields.get(of)
    if (field === undefined) throw new TypeError(`no field ${of}`)
    this.fields.set(name, { ...field, definition: { ...field.definition, name } })
    return this
  }
}
