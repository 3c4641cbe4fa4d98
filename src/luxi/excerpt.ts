import { isJsonArray, type JsonValue } from '../cluster/json.ts'

/** How much of something from outside an error message shows, in characters before escaping. */
const EXCERPT_CHARS = 80

// Controls, invisible and direction-changing characters, and halves of surrogate pairs: what could move the cursor of a
// terminal, forge a line of a log, or fail to be written as UTF-8. With the u flag a whole pair is no match.
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** `text` on one line, every unprintable character as \uXXXX, cut to `maxChars` characters (then ending in `...`). */
export function excerptOfText(text: string, maxChars: number = EXCERPT_CHARS): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars)}...` : text
  return cut.replace(UNPRINTABLE, escapeCharacter)
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
