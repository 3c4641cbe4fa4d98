import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../cluster/json.ts'
import { excerptOfText, excerptOfValue } from '../excerpt.ts'
import { LuxiDataError } from '../luxi-error.ts'

/*
 * The answer to a Query is a table: `{"fields": [definitions], "data": [rows]}`, a row being a list of `[status, value]`
 * in the order of the fields that were asked for (query.md section 2). Status 0 means that there is a value; 1 to 4 say
 * why there is none, and a program that repairs things has to keep those four apart from each other and from nonsense.
 *
 * The shape of the whole table (lists, row lengths, pairs) is checked once, since a table of another shape is the answer
 * to another question. What stands in a cell is checked when it is read: a cell nobody reads does no harm, and what is
 * wrong in one row then concerns one object only. Rows are views on the parsed JSON, so that 100,000 instances cost one
 * small object each and not one per cell.
 */

/** What kind of object the rows of a table describe. */
export type TableKind = 'node' | 'instance' | 'group' | 'job'

const TITLE: Readonly<Record<TableKind, string>> = {
  node: 'Node',
  instance: 'Instance',
  group: 'Group',
  job: 'Job',
}

/** One cell: a value, or why there is none (Ganeti src/Ganeti/Constants.hs:3862-3881). */
export type Cell = { readonly kind: 'value'; readonly value: JsonValue } | { readonly kind: Absence }

/** Statuses 1 to 4: no such field, not obtainable, legitimately unset, or its node is marked offline. */
type Absence = 'unknown' | 'nodata' | 'unavail' | 'offline'

const ABSENCES: readonly Absence[] = ['unknown', 'nodata', 'unavail', 'offline']
const ABSENT_CELLS: readonly Cell[] = ABSENCES.map(kind => ({ kind }))

/** The words of Ganeti's own clients, so that what admins search logs for stays the same (harep-observed section 7). */
const ABSENCE_TEXT: Readonly<Record<Absence, string>> = {
  unknown: 'Unknown field',
  nodata: 'No data for a field',
  unavail: 'Ganeti reports unavailable data',
  offline: 'Ganeti reports resource as offline',
}

/** What all rows of a table share. */
interface TableHead {
  readonly kind: TableKind
  readonly fields: readonly string[]
  /** Where the field stands that names the object, or -1 if it was not asked for. */
  readonly nameIndex: number
}

/** One object's row. Fields are addressed by their index in the list that was asked for. */
export class Row {
  readonly #head: TableHead
  readonly #cells: readonly JsonValue[]
  readonly #position: number

  constructor(head: TableHead, cells: readonly JsonValue[], position: number) {
    this.#head = head
    this.#cells = cells
    this.#position = position
  }

  /** The cell of field `index`. Throws LuxiDataError if its status is none of 0 to 4. */
  cell(index: number): Cell {
    const status = this.#part(index, 0)
    if (status === 0) return { kind: 'value', value: this.#part(index, 1) }
    const absent = typeof status === 'number' ? ABSENT_CELLS[status - 1] : undefined
    if (absent === undefined) {
      throw this.error(index, `the status of a field must be one of 0 to 4, found ${excerptOfValue(status)}`)
    }
    return absent
  }

  /** The value of field `index`. Throws LuxiDataError with the reason if there is none. */
  value(index: number): JsonValue {
    if (this.#part(index, 0) === 0) return this.#part(index, 1)
    const cell = this.cell(index)
    if (cell.kind === 'value') return cell.value
    throw this.error(index, ABSENCE_TEXT[cell.kind])
  }

  /** The error that says `problem` about field `index`, naming the object and the field. */
  error(index: number, problem: string): LuxiDataError {
    const field = this.#head.fields[index] ?? `number ${index}`
    return new LuxiDataError(`${this.#objectName()}, error while reading attribute '${field}': ${problem}`)
  }

  #objectName(): string {
    const { kind, nameIndex } = this.#head
    const name = nameIndex >= 0 && this.#part(nameIndex, 0) === 0 ? this.#part(nameIndex, 1) : undefined
    if (typeof name === 'string') return `${TITLE[kind]} '${excerptOfText(name)}'`
    if (typeof name === 'number') return `${TITLE[kind]} ${name}`
    return `${TITLE[kind]} in row ${this.#position + 1}`
  }

  #part(index: number, part: 0 | 1): JsonValue {
    const pair = this.#cells[index]
    // decodeTable has checked that there is a pair for every field; another index is a mistake of the caller's.
    if (!isJsonArray(pair)) throw new RangeError(`the table has no field number ${index}`)
    return pair[part] ?? null
  }
}

/**
 * The rows of a Query's answer, in the order of the answer. `fields` is the list that was asked for. Throws
 * LuxiDataError if `result` is not such a table of these fields; cells are checked when they are read.
 */
export function decodeTable(result: JsonValue, fields: readonly string[], kind: TableKind): readonly Row[] {
  if (!isJsonObject(result)) {
    throw new LuxiDataError(`The answer to the ${kind} query is no object but ${excerptOfValue(result)}`)
  }
  const decode = rowDecoder(result, fields, kind)
  const data = result['data']
  if (!isJsonArray(data)) {
    const found = data === undefined ? 'is missing' : `is no list but ${excerptOfValue(data)}`
    throw new LuxiDataError(`In the answer to the ${kind} query 'data' ${found}`)
  }
  return data.map(decode)
}

/**
 * What makes a Row of the cells of one and its position, from 0. Throws LuxiDataError if the definitions of `result` are not
 * those of `fields`; what it gives throws it for what is no row of them.
 */
export function rowDecoder(
  result: JsonObject,
  fields: readonly string[],
  kind: TableKind,
): (cells: JsonValue, position: number) => Row {
  checkDefinitions(result['fields'], fields, kind)
  const head: TableHead = { kind, fields, nameIndex: fields.indexOf(kind === 'job' ? 'id' : 'name') }
  return (cells, position) => new Row(head, checkedCells(cells, head, position), position)
}

function checkedCells(cells: JsonValue, head: TableHead, position: number): readonly JsonValue[] {
  const problem = rowProblem(cells, head)
  if (problem === undefined && isJsonArray(cells)) return cells
  throw new LuxiDataError(`In the answer to the ${head.kind} query, row ${position + 1} ${problem}`)
}

function rowProblem(cells: JsonValue, head: TableHead): string | undefined {
  if (!isJsonArray(cells)) return `is no list but ${excerptOfValue(cells)}`
  if (cells.length !== head.fields.length) {
    const found = `${cells.length} fields instead of ${head.fields.length}: ${excerptOfValue(cells)}`
    return `has ${found}; is this server older than Ganeti 3.0?`
  }
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]
    if (isJsonArray(cell) && cell.length === 2) continue
    return `has a field '${head.fields[index]}' that is no pair [status, value] but ${excerptOfValue(cell ?? null)}`
  }
  return undefined
}

/**
 * luxid says in `fields` what the columns are. The original never looks; here columns of other names, which an answer to
 * another question would have, end in an error. An answer without definitions is taken as it is.
 */
function checkDefinitions(
  definitions: JsonValue | undefined,
  fields: readonly string[],
  kind: TableKind,
): void {
  if (definitions === undefined || (isJsonArray(definitions) && definitions.length === 0)) return
  const names = isJsonArray(definitions)
    ? definitions.map(definition => (isJsonObject(definition) ? definition['name'] : undefined))
    : []
  if (names.length === fields.length && fields.every((field, index) => names[index] === field)) return
  throw new LuxiDataError(
    `The answer to the ${kind} query is about other fields than asked for: ${excerptOfValue(definitions ?? null)}`,
  )
}
