import type { JsonValue } from '../../src/cluster/json.ts'
import { needsRewrite } from '../../src/luxi/json-survey.ts'
import { LuxiError } from '../../src/luxi/luxi-error.ts'

/** A message as the service gets it: a value, or the text that is none. */
export type Request =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }

/**
 * Reads a message the way luxid does: UTF-8, and JSON with an object or a list at the top. Unlike harep's own reader
 * (src/luxi/json-text.ts) it leaves integers beyond 2^53 numbers: in requests these are the nanoseconds of reason trails,
 * for which a number is exact enough, and a string would be of the wrong type. Bounds on depth and width are harep's.
 */
export function readRequest(message: Uint8Array): Request {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(message)
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(message)
    if (text[0] !== '{' && text[0] !== '[') return { kind: 'text', text }
    // Only for what it throws: a text so deep or wide that whoever walks over its value would fail.
    needsRewrite(text)
    return { kind: 'json', value: JSON.parse(text) }
  } catch (error) {
    // TypeError: no UTF-8. SyntaxError: no JSON. LuxiError: out of bounds.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof LuxiError) {
      return { kind: 'text', text }
    }
    throw error
  }
}
