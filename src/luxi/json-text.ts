import type { JsonValue } from '../cluster/json.ts'
import { excerptOfText } from './excerpt.ts'
import { findJsonFault } from './json-fault.ts'
import { needsRewrite, rewriteJson } from './json-survey.ts'
import { LuxiMalformedError } from './luxi-error.ts'

/** What a reader of messages may additionally demand. */
export interface JsonReading {
  /**
   * Refuse a message that is no UTF-8, that holds the character U+FFFD itself (not as \ufffd), or that has a bare control in
   * a string, as Ganeti's own Haskell clients do (src/Ganeti/UDSServer.hs:390). Not wanted by default: a single job whose
   * comment has an umlaut or a dash would keep harep from every repair.
   */
  readonly strictText?: boolean
}

/**
 * The value that the bytes of one message spell: UTF-8, or else Latin-1, without a byte order mark, and JSON with an
 * object or a list at the top that begins with the first byte, as Ganeti's own clients demand it. Integers beyond 2^53-1
 * become strings of their digits, and of two members of one name the first counts. Throws LuxiMalformedError saying where
 * the fault is, also for what is nested or filled beyond the limits of json-survey.ts.
 */
export function readJson(bytes: Uint8Array, reading: JsonReading = {}): JsonValue {
  const isStrict = reading.strictText === true
  const decoded = decodeText(bytes, isStrict)
  const text = isStrict ? decoded : decoded.replace(CONTROLS, withoutControl)
  if (isStrict) {
    const position = text.indexOf('\ufffd')
    if (position >= 0) throw fault('has the replacement character U+FFFD', text, position)
  }
  if (text[0] !== '{' && text[0] !== '[') throw fault('must begin with { or [', text, 0)
  const isRewritten = needsRewrite(text)
  if (!isRewritten) return parse(text)
  // What the first parse accepts is all that the second sees, so rewriting never makes a wrong text right. Its value is
  // let go of at once: a large answer is not held twice.
  parse(text)
  return parse(rewriteJson(text))
}

// A dash in a comment, U+2013, comes from luxid as the bare byte 0x13, which JSON does not allow in a string.
const CONTROLS = /[\u0000-\u001f]/g

/** Blanks stay blanks, which between values is all the same; another control is wrong there, and so is what is put for it. */
function withoutControl(control: string): string {
  return control === '\t' || control === '\n' || control === '\r' ? ' ' : '?'
}

/**
 * luxid reads UTF-8 but writes of each character the low eight bits only (docs/decisions/2026-11-24-latin-1.md). So what is
 * no UTF-8 is Latin-1: each byte the character of that number, and whatever is ASCII, as all names and tags are, is right.
 */
function decodeText(bytes: Uint8Array, isStrict: boolean): string {
  try {
    // ignoreBOM means, against its name, that a byte order mark is handed on and not dropped.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not TextDecoder: what it calls latin1 is Windows-1252.
    if (!isStrict) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    throw fault('is no UTF-8', text, Math.max(0, text.indexOf('\ufffd')))
  }
}

function parse(text: string): JsonValue {
  try {
    // JSON.parse gives nothing but null, booleans, numbers, strings, and arrays and objects of these.
    return JSON.parse(text) as JsonValue
  } catch {
    const position = findJsonFault(text) ?? 0
    throw position < text.length
      ? fault('is no JSON', text, position)
      : new LuxiMalformedError(
          `luxid's answer is no JSON: it ends at character ${text.length}, before it is complete`,
        )
  }
}

function fault(what: string, text: string, position: number): LuxiMalformedError {
  const found =
    text.length === 0 ? 'it is empty' : `found '${excerptOfText(text.slice(position, position + 100))}'`
  return new LuxiMalformedError(`luxid's answer ${what}: at character ${position}, ${found}`)
}
