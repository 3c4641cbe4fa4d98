import type { JsonValue } from '../../src/cluster/json.ts'
import { prettyJson, RequestParseError } from './haskell-text.ts'

/**
 * Decodes a job id: a non-negative integer or its text, in the forms that Haskell's `reads` takes (`"123"`, `"0x10"`).
 * Throws RequestParseError (luxi.md section 4; Ganeti src/Ganeti/Types.hs:706-725).
 */
export function parseJobId(value: JsonValue): number {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) {
      throw new RequestParseError(`Got fractional job ID from master daemon?! Value:${value}`)
    }
    return checkedId(value)
  }
  if (typeof value !== 'string') {
    throw new RequestParseError(`Wrong type/value for job id: ${prettyJson(value)}`)
  }
  if (!/^\s*(-?[0-9]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+)\s*$/.test(value)) {
    throw new RequestParseError(`Can't parse value '${value}' for parsing job id`)
  }
  return checkedId(Number(value.trim()))
}

function checkedId(id: number): number {
  if (id < 0 || !Number.isSafeInteger(id)) throw new RequestParseError(`Invalid value for job ID ' ${id}'`)
  return id
}
