import type { JsonValue } from '../../src/cluster/json.ts'
import { RequestParseError, showJson, showRational } from './haskell-text.ts'

/**
 * Decodes a job id: a non-negative integer or its text, in the forms that Haskell's `reads` takes (`"123"`, `"0x10"`,
 * `"(1)"`). Throws RequestParseError (luxi.md section 4; Ganeti src/Ganeti/Types.hs:706-725).
 */
export function parseJobId(value: JsonValue): number {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) {
      throw new RequestParseError(`Got fractional job ID from master daemon?! Value:${showRational(value)}`)
    }
    return checkedId(BigInt(value))
  }
  if (typeof value !== 'string') {
    throw new RequestParseError(`Wrong type/value for job id: ${showJson(value)}`)
  }
  const { number, rest } = readNumber(value)
  if (number === undefined) {
    throw new RequestParseError(`parsing job id: cannot parse string '${value}'`)
  }
  if (rest !== '') {
    throw new RequestParseError(`parsing job id: leftover characters when parsing '${value}': '${rest}'`)
  }
  return checkedId(number)
}

/** The number that a text begins with, and what follows it; numbers that are no integers do not count as one. */
function readNumber(text: string): { readonly number: bigint | undefined; readonly rest: string } {
  const found = /^\s*((?:\(\s*)*)(-?\s*)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|[0-9]+)((?:\s*\))*)/.exec(text)
  const [whole = '', open = '', sign = '', digits = '', close = ''] = found ?? []
  const rest = text.slice(whole.length)
  const isFraction = /^(\.[0-9]|[eE][-+]?[0-9])/.test(rest) && /^[0-9]+$/.test(digits)
  const isOpen = open.replace(/\s/g, '').length !== close.replace(/\s/g, '').length
  if (found === null || isFraction || isOpen) return { number: undefined, rest: text }
  const number = BigInt(digits.toLowerCase())
  return { number: sign === '' ? number : -number, rest }
}

/** Haskell's Int has 64 bits, and what is larger wraps around. Ids beyond 2^53 are all one here: no job has one of them. */
function checkedId(id: bigint): number {
  const wrapped = BigInt.asIntN(64, id)
  if (wrapped < 0n) throw new RequestParseError(`Invalid value for job ID ' ${wrapped}'`)
  return Math.min(Number(wrapped), Number.MAX_SAFE_INTEGER)
}
