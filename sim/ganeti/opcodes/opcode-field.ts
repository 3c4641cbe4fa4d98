import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { noEnumValue, RequestParseError, roundHalfEven, showText } from '../haskell-text.ts'

/** A parameter of an opcode: how it is decoded, and what stands in for it when it is absent or null. */
export interface OpcodeField {
  readonly name: string
  /** Returns the value to keep; throws RequestParseError for one of the wrong type. */
  readonly decode: (value: JsonValue) => JsonValue
  readonly presence: 'required' | 'optional' | 'nullable' | { readonly default: JsonValue }
}

type Decode = OpcodeField['decode']

/** A parameter without which the opcode cannot be decoded. */
export function required(name: string, decode: Decode): OpcodeField {
  return { name, decode, presence: 'required' }
}

/** A parameter that may be absent, and then is left out wherever the opcode is shown. */
export function optional(name: string, decode: Decode): OpcodeField {
  return { name, decode, presence: 'optional' }
}

/** A parameter that may be absent, and then is shown as null. */
export function nullable(name: string, decode: Decode): OpcodeField {
  return { name, decode, presence: 'nullable' }
}

/** A parameter with a default. */
export function defaulted(name: string, decode: Decode, value: JsonValue): OpcodeField {
  return { name, decode, presence: { default: value } }
}

export const text: Decode = value => {
  if (typeof value !== 'string') throw new RequestParseError('Unable to read String')
  return value
}

export const nonEmptyText: Decode = value => {
  if (text(value) === '') throw new RequestParseError('Received empty value for non-empty list')
  return value
}

export const flag: Decode = value => {
  if (typeof value !== 'boolean') throw new RequestParseError('Unable to read Bool')
  return value
}

export const decimal: Decode = value => {
  if (typeof value !== 'number') throw new RequestParseError('Unable to read Double')
  return value
}

export const natural: Decode = value => {
  if (typeof value !== 'number') throw new RequestParseError('Unable to read Int')
  const rounded = roundHalfEven(value)
  if (rounded < 0) throw new RequestParseError(`Invalid value for non-negative type '${rounded}'`)
  return rounded
}

export const texts: Decode = value => listOf(text)(value)

/** Any object: its inside matters to nothing that is simulated. */
export const anyObject: Decode = value => {
  if (!isJsonObject(value)) throw new RequestParseError('Unable to read JSObject')
  return value
}

/** A list, each element decoded by `decode`. */
export function listOf(decode: Decode): Decode {
  return value => {
    if (!isJsonArray(value)) throw new RequestParseError('Unable to read list')
    return value.map(decode)
  }
}

/** One of a fixed set of texts; `type` is its name in Ganeti. */
export function oneOf(type: string, values: readonly string[]): Decode {
  return value => {
    if (typeof value !== 'string') throw noEnumValue(type, 'Unable to read String')
    if (values.includes(value)) return value
    throw new RequestParseError(`Invalid string value for type ${type}: ${showText(value)}`)
  }
}
