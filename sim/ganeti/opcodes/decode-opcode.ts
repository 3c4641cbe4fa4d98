import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { keyNotFound, noEnumValue, RequestParseError, showTexts } from '../haskell-text.ts'
import { COMMON_FIELDS } from './common-fields.ts'
import type { Opcode } from './opcode.ts'
import type { OpcodeField } from './opcode-field.ts'

/** An opcode of a request: its kind and its complete parameters. */
export interface DecodedOpcode {
  readonly opcode: Opcode
  /** Everything that `ops` of the job shows: common parameters, OP_ID, own ones, with defaults filled in. */
  readonly input: JsonObject
}

/**
 * Decodes one opcode strictly, as luxid does before it accepts anything of a call: common parameters first, then OP_ID,
 * then the opcode's own, and no others (opcodes.md section 0). Throws RequestParseError with luxid's message.
 */
export function decodeOpcode(json: JsonValue, registry: ReadonlyMap<string, Opcode>): DecodedOpcode {
  if (!isJsonObject(json)) throw new RequestParseError('Unable to read JSObject')
  const common = decodeFields(json, COMMON_FIELDS)
  const opId = json['OP_ID']
  if (opId === undefined) throw keyNotFound('OP_ID', json)
  if (typeof opId !== 'string') throw new RequestParseError("key 'OP_ID': Unable to read String")
  const opcode = registry.get(opId)
  if (opcode === undefined) throw new RequestParseError(`Unknown opcode ${opId}`)
  const own = decodeFields(json, opcode.fields)
  checkKeys(json, opcode)
  return { opcode, input: { ...common, OP_ID: opId, ...own } }
}

/** Parameters in the order in which a job shows them, whenever they were filled in. */
export function inFieldOrder(opcode: Opcode, input: JsonObject): JsonObject {
  const ordered: { [key: string]: JsonValue } = {}
  const put = (name: string) => {
    if (name in input) ordered[name] = input[name] ?? null
  }
  for (const { name } of COMMON_FIELDS) put(name)
  put('OP_ID')
  for (const { name } of opcode.fields) put(name)
  return ordered
}

function decodeFields(json: JsonObject, fields: readonly OpcodeField[]): JsonObject {
  const decoded: { [key: string]: JsonValue } = {}
  for (const field of fields) {
    const value = json[field.name]
    if (value !== undefined && (value !== null || field.presence === 'required')) {
      decoded[field.name] = decodeField(field, value)
    } else if (field.presence === 'required') {
      throw keyNotFound(field.name, json)
    } else if (field.presence === 'nullable') {
      decoded[field.name] = null
    } else if (field.presence !== 'optional') {
      decoded[field.name] = field.presence.default
    }
  }
  return decoded
}

function decodeField(field: OpcodeField, value: JsonValue): JsonValue {
  try {
    return field.decode(value)
  } catch (error) {
    if (!(error instanceof RequestParseError)) throw error
    throw noEnumValue(field.name, error.message)
  }
}

function checkKeys(json: JsonObject, opcode: Opcode): void {
  const isAllowed = (key: string) =>
    key === 'OP_ID' || isNamed(COMMON_FIELDS, key) || isNamed(opcode.fields, key)
  const superfluous = Object.keys(json).filter(key => !isAllowed(key))
  if (superfluous.length === 0) return
  const allowed = [
    'OP_ID',
    ...COMMON_FIELDS.map(({ name }) => name),
    ...opcode.fields.map(({ name }) => name),
  ]
  throw new RequestParseError(
    `Superfluous dictionary keys: ${showTexts(superfluous.sort())}, but only ${showTexts(allowed.sort())} allowed.`,
  )
}

function isNamed(fields: readonly OpcodeField[], key: string): boolean {
  return fields.some(({ name }) => name === key)
}
