import { isJsonObject, type JsonValue } from '../cluster/json.ts'
import { excerptOfValue } from './excerpt.ts'
import { ganetiErrorOf } from './ganeti-error-text.ts'
import type { LuxiAnswer } from './luxi-answer.ts'
import { GanetiError, LuxiMalformedError } from './luxi-error.ts'

/**
 * The envelope of an answer. Needed are a boolean `success` and any `result`; other keys, `version` among them, are
 * ignored as Ganeti's Haskell clients ignore them (harep-observed section 6). Throws LuxiMalformedError otherwise.
 */
export function answerOf(message: JsonValue): LuxiAnswer {
  if (!isJsonObject(message)) throw malformed('is no object', message)
  const success = Object.hasOwn(message, 'success') ? message['success'] : undefined
  if (success === undefined) throw malformed("has no 'success'", message)
  if (typeof success !== 'boolean') throw malformed("has a 'success' that is neither true nor false", message)
  const result = Object.hasOwn(message, 'result') ? message['result'] : undefined
  if (result === undefined) throw malformed("has no 'result'", message)
  return { success, result }
}

/** The result of an answer. Throws GanetiError with the sentence of Ganeti's own clients if luxid reports a failure. */
export function resultOf(answer: LuxiAnswer): JsonValue {
  if (!answer.success) throw ganetiErrorOf(answer.result)
  return answer.result
}

/**
 * Whether luxid refused to take a job because an admin has drained the queue, or because it is full. What luxid 3.x
 * really sends is the GenericError (src/Ganeti/Query/Server.hs:409-420); the two classes are older servers'.
 */
export function isQueueDrained(error: unknown): boolean {
  if (!(error instanceof GanetiError)) return false
  if (error.className === 'JobQueueDrainError' || error.className === 'JobQueueFull') return true
  return error.className === 'GenericError' && error.args[0] === 'Queue drained'
}

function malformed(what: string, message: JsonValue): LuxiMalformedError {
  return new LuxiMalformedError(`luxid's answer ${what}: ${excerptOfValue(message)}`)
}
