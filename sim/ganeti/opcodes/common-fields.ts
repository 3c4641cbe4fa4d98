import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { noEnumValue, RequestParseError, roundHalfEven } from '../haskell-text.ts'
import { parseJobId } from '../job-id.ts'
import {
  defaulted,
  flag,
  listOf,
  natural,
  nullable,
  type OpcodeField,
  oneOf,
  optional,
  required,
  text,
} from './opcode-field.ts'

/** The priorities that may be submitted: high, normal, low (jobs.md section 5). */
const SUBMIT_PRIORITIES: readonly JsonValue[] = [-10, 0, 10]

function submitPriority(value: JsonValue): JsonValue {
  if (typeof value !== 'number') throw noEnumValue('OpSubmitPriority', 'Unable to read Int')
  const priority = roundHalfEven(value)
  if (!SUBMIT_PRIORITIES.includes(priority)) {
    throw new RequestParseError(`Invalid string value for type OpSubmitPriority: ${priority}`)
  }
  return priority
}

const finalStatus = oneOf('FinalizedJobStatus', ['canceled', 'success', 'error'])

/** `[job id, [statuses]]`; a negative id counts back from the job's own one (jobs.md section 9). */
function dependency(value: JsonValue): JsonValue {
  if (!isJsonArray(value) || value.length !== 2) throw new RequestParseError('Unable to read Pair')
  const [id = null, statuses = null] = value
  const isRelative = typeof id === 'number' && Number.isInteger(id) && id < 0
  return [isRelative ? id : parseJobId(id), listOf(finalStatus)(statuses)]
}

/** `[source, text, nanoseconds]`. The time goes beyond 2^53 and so may come as a text of digits; a fraction is rounded. */
export function reasonEntry(value: JsonValue): JsonValue {
  if (!isJsonArray(value) || value.length !== 3) throw new RequestParseError('Unable to read Triple')
  const [source = null, reason = null, time = null] = value
  text(source)
  text(reason)
  const isTime = typeof time === 'number' || (typeof time === 'string' && /^-?[0-9]{16,20}$/.test(time))
  if (!isTime) throw new RequestParseError('Unable to read Integer')
  return typeof time === 'number' ? [source, reason, roundHalfEven(time)] : value
}

/** What every opcode has beside its own parameters, in the order in which it is shown (opcodes.md section 0). */
export const COMMON_FIELDS: readonly OpcodeField[] = [
  optional('dry_run', flag),
  optional('debug_level', natural),
  defaulted('priority', submitPriority, 0),
  nullable('depends', listOf(dependency)),
  nullable('comment', text),
  required('reason', listOf(reasonEntry)),
]
