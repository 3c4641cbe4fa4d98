import { isJsonArray, isJsonObject, type JsonValue } from '../../../../src/cluster/json.ts'

const HISTORY = 'counts the changes since the object was made, and the captured cluster was made by jobs'
const ONE_MACHINE = 'all virtual nodes of the captured cluster are one machine and so have one boot id'

/** Fields whose values the machine or the history of the captured cluster decided, by resource, each with the reason. */
export const MACHINE_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  node: { bootid: ONE_MACHINE, serial_no: HISTORY },
  instance: { serial_no: HISTORY },
  group: { serial_no: HISTORY },
}

const CLASSIC: ReadonlyMap<string, string> = new Map([
  ['QueryNodes', 'node'],
  ['QueryInstances', 'instance'],
  ['QueryGroups', 'group'],
])

/** Says which places of an answer hold such a value. */
export class MachineValues {
  readonly #columns: readonly number[]
  readonly #isClassic: boolean

  /** @param request what was asked: only queries name a resource and its fields */
  constructor(request: JsonValue) {
    const { method = null, args = null } = isJsonObject(request) ? request : {}
    const classic = typeof method === 'string' ? CLASSIC.get(method) : undefined
    const [what, fields] = isJsonArray(args) ? args : []
    const resource = classic ?? (method === 'Query' && typeof what === 'string' ? what : '')
    const known = MACHINE_FIELDS[resource] ?? {}
    this.#isClassic = classic !== undefined
    this.#columns = isJsonArray(fields)
      ? [...fields.keys()].filter(column => known[String(fields[column])] !== undefined)
      : []
  }

  /** Whether the value at a path of an answer is one: result.data.ROW.COLUMN.1, or result.ROW.COLUMN of a classic query. */
  covers(path: readonly (string | number)[]): boolean {
    const column = path[this.#isClassic ? 2 : 3]
    const isValue = this.#isClassic
      ? path.length === 3 && path[0] === 'result'
      : path.length === 5 && path[0] === 'result' && path[1] === 'data' && path[4] === 1
    return isValue && typeof column === 'number' && this.#columns.includes(column)
  }
}
