import type { JsonValue } from '../../../src/cluster/json.ts'

/** hail's answer, without the words before `info` that repeat `success`. */
export type HailReply =
  | { readonly success: true; readonly info: string; readonly result: JsonValue }
  | { readonly success: false; readonly info: string }
