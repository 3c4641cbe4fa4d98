import type { JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../excerpt.ts'
import { LuxiDataError } from '../luxi-error.ts'

/** The largest job id: Ganeti's are 64-bit integers (src/Ganeti/Types.hs:706-725). */
const JOB_ID_MAX = 2n ** 63n - 1n

const DECIMAL = /^[0-9]{1,100}$/

/**
 * A job id as the decimal string without leading zeros that tags and requests hold, 0 to 2^63-1. On the wire it is an
 * integer (beyond 2^53 it arrives here as a string of its digits), an integral float such as 31.0, or a decimal string.
 * Throws LuxiDataError for anything else, also for a float beyond 2^53, whose last digits are lost.
 */
export function decodeJobId(value: JsonValue): string {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value + 0)
  if (typeof value === 'string' && DECIMAL.test(value)) {
    const id = BigInt(value)
    if (id <= JOB_ID_MAX) return String(id)
  }
  throw new LuxiDataError(`Expected a job id, an integer from 0 to 2^63-1, found ${excerptOfValue(value)}`)
}
