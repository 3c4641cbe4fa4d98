import { isJsonArray, type JsonValue } from '../../src/cluster/json.ts'
import { prettyJson } from './pretty-json.ts'

/**
 * A request that luxid cannot make sense of. The answer is then a bare string instead of `[class, [args]]`, and luxid
 * hangs up (luxi.md sections 1 and 3).
 */
export class RequestParseError extends Error {}

/** A text as Haskell's `show` prints it: quoted, with characters outside of ASCII as decimal escapes. */
export function showText(text: string): string {
  let shown = ''
  let wasNumeric = false
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const plain = code >= 0x20 && code < 0x7f
    // "\&" keeps a digit that follows a numeric escape from being read as a part of it.
    if (plain && wasNumeric && /[0-9]/.test(character)) shown += '\\&'
    if (plain) shown += character === '"' || character === '\\' ? `\\${character}` : character
    else shown += NAMED_ESCAPES.get(character) ?? `\\${code}`
    wasNumeric = !plain && !NAMED_ESCAPES.has(character)
  }
  return `"${shown}"`
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
])

/** A list of texts as `show` prints it. */
export function showTexts(texts: readonly string[]): string {
  return `[${texts.map(showText).join(',')}]`
}

/** The message for a value that one of luxid's decoders refused (`fromJVal`). */
export function cannotConvert(value: JsonValue, error: string): RequestParseError {
  return new RequestParseError(`Cannot convert value '${prettyJson(value)}', error: ${error}`)
}

/** The message for a key that an object lacks. */
export function keyNotFound(key: string, object: { readonly [key: string]: JsonValue }): RequestParseError {
  return new RequestParseError(
    `key '${key}' not found, object contains only ${showTexts(Object.keys(object))}`,
  )
}

/** A number as Haskell's `show` prints it as a fraction, such as `3 % 2`. */
export function showRational(value: number): string {
  let denominator = 1n
  let scaled = value
  // A double is a whole number of some power of two.
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    denominator *= 2n
  }
  const shown = `${BigInt(scaled)}`
  return `${scaled < 0 ? `(${shown})` : shown} % ${denominator}`
}

/** A value as Haskell's `show` prints the type that JSON is read into. */
export function showJson(value: JsonValue): string {
  if (value === null) return 'JSNull'
  if (typeof value === 'boolean') return `JSBool ${value ? 'True' : 'False'}`
  if (typeof value === 'number') return `JSRational False (${showRational(value)})`
  if (typeof value === 'string') return `JSString (JSONString {fromJSString = ${showText(value)}})`
  if (isJsonArray(value)) return `JSArray [${value.map(showJson).join(',')}]`
  const entries = Object.entries(value).map(([key, entry]) => `(${showText(key)},${showJson(entry)})`)
  return `JSObject (JSONObject {fromJSObject = [${entries.join(',')}]})`
}

/** Rounds as Haskell does where an integer is read: to the nearest, a half to the even side. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1
  return rest < 0.5 ? below : below + 1
}

/** The message for a value of a Haskell enumeration that is of the wrong JSON type. */
export function noEnumValue(type: string, problem: string): RequestParseError {
  return new RequestParseError(`Can't parse value for '${type}': ${problem}`)
}
