import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'

/**
 * A request that luxid cannot make sense of. The answer is then a bare string instead of `[class, [args]]`, and luxid
 * hangs up (luxi.md sections 1 and 3).
 */
export class RequestParseError extends Error {}

/** A value as luxid quotes it in its messages: JSON on one line, with a space after each comma and colon. */
export function prettyJson(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(prettyJson).join(', ')}]`
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, entry]) => `${JSON.stringify(key)}: ${prettyJson(entry)}`,
    )
    return `{${entries.join(', ')}}`
  }
  return JSON.stringify(value)
}

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
