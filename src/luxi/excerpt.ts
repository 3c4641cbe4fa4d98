import { isJsonArray, type JsonValue } from '../cluster/json.ts'
import { onOneLine } from '../cluster/unprintable.ts'

/** How much of something from outside an error message shows, in characters before escaping. */
const EXCERPT_CHARS = 80

/** The longest host name has 253 characters, the longest tag 128. */
const NAME_CHARS = 255

/** `text` on one line, every unprintable character as \uXXXX, cut to `maxChars` characters (then ending in `...`). */
export function excerptOfText(text: string, maxChars: number = EXCERPT_CHARS): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars)}...` : text
  return onOneLine(cut)
}

/** A name or tag in a message: whole if Ganeti could store it, so that an admin can copy it. */
export function excerptOfName(name: string): string {
  return excerptOfText(name, NAME_CHARS)
}

/**
 * `value` as JSON text for a message, cut like excerptOfText. It stops writing once there is enough, so that a value of
 * 100 MB costs nothing, and every level of nesting writes a character, so that the recursion is bounded too.
 */
export function excerptOfValue(value: JsonValue, maxChars: number = EXCERPT_CHARS): string {
  return excerptOfText(jsonStart(value, maxChars + 1), maxChars)
}

/** At least the first `enough` characters of the JSON text of `value`, where it is that long. */
function jsonStart(value: JsonValue, enough: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, enough))
  if (typeof value !== 'object' || value === null) return String(value)
  let text = isJsonArray(value) ? '[' : '{'
  const addMember = (prefix: string, member: JsonValue): boolean => {
    if (text.length > 1) text += ','
    text += prefix
    if (text.length < enough) text += jsonStart(member, enough - text.length)
    return text.length < enough
  }
  if (isJsonArray(value)) {
    for (const item of value) if (!addMember('', item)) return text
    return `${text}]`
  }
  // for-in instead of Object.entries: no list of a million keys for the sake of the first three.
  for (const key in value) {
    if (!addMember(`${JSON.stringify(key.slice(0, enough))}:`, value[key] ?? null)) return text
  }
  return `${text}}`
}
