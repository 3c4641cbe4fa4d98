import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'

/** Fields whose numbers the machine or the history of the captured cluster decided, by resource, each with the reason. */
export const MACHINE_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {}

/** Says which places of an answer hold such a number. */
export class MachineNumbers {
  readonly #columns: readonly number[]

  /** @param request what was asked: only a Query names a resource and its fields */
  constructor(request: JsonValue) {
    const args = isJsonObject(request) && request['method'] === 'Query' ? request['args'] : undefined
    const [what, fields] = isJsonArray(args) ? args : []
    const known = typeof what === 'string' ? MACHINE_FIELDS[what] : undefined
    this.#columns = isJsonArray(fields)
      ? [...fields.keys()].filter(column => known?.[String(fields[column])] !== undefined)
      : []
  }

  /** Whether the value at a path of an answer, result.data.ROW.COLUMN.1, is one of them. */
  covers(path: readonly (string | number)[]): boolean {
    const [result, data, , column, part] = path
    return (
      path.length === 5 &&
      result === 'result' &&
      data === 'data' &&
      part === 1 &&
      typeof column === 'number' &&
      this.#columns.includes(column)
    )
  }
}
