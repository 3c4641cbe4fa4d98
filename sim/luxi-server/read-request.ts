import type { JsonValue } from '../../src/cluster/json.ts'
import { needsRewrite } from '../../src/luxi/json-survey.ts'
import { LuxiError } from '../../src/luxi/luxi-error.ts'
import { HaskellJsonError, parseHaskellJson } from '../ganeti/luxi/haskell-json.ts'

/** A message as the service gets it: a value, or the text that is none. */
export type Request =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }

/**
 * Reads a message the way luxid does: UTF-8, where U+FFFD stands for what is none, and JSON with an object or a list at the
 * top. Unlike harep's own reader (src/luxi/json-text.ts) it leaves integers beyond 2^53 numbers: in requests these are the
 * nanoseconds of reason trails, for which a number is exact enough, and a string would be of the wrong type. Bounds on depth
 * and width are harep's.
 */
export function readRequest(message: Uint8Array): Request {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(message)
  try {
    return { kind: 'json', value: parse(text) }
  } catch (error) {
    // LuxiError: so deep or wide that whoever walks over the value would fail.
    if (error instanceof HaskellJsonError || error instanceof LuxiError) return { kind: 'text', text }
    throw error
  }
}

/** JSON.parse is fast, but of two members of one name it takes the last, and it refuses some numbers that luxid takes. */
function parse(text: string): JsonValue {
  const mayDiffer = needsRewrite(text) || (text[0] !== '{' && text[0] !== '[')
  if (mayDiffer) return parseHaskellJson(text)
  try {
    return JSON.parse(text)
  } catch {
    return parseHaskellJson(text)
  }
}
