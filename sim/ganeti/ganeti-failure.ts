import type { JsonValue } from '../../src/cluster/json.ts'

/** The error codes of an OpPrereqError (luxi.md section 3; Ganeti src/Ganeti/Constants.hs:5320-5360). */
export type PrereqCode =
  | 'insufficient_resources'
  | 'wrong_input'
  | 'wrong_state'
  | 'unknown_entity'
  | 'already_exists'
  | 'resource_not_unique'
  | 'internal_error'
  | 'environment_error'

/**
 * An error of the simulated Ganeti, as it ends in an answer of luxid or in a job's opresult: a class name and its
 * arguments. It never leaves the simulator as an exception.
 */
export class GanetiFailure extends Error {
  readonly className: string
  readonly args: readonly JsonValue[]

  constructor(className: string, args: readonly JsonValue[]) {
    super(`${className}: ${JSON.stringify(args)}`)
    this.className = className
    this.args = args
  }

  /** The wire form, `[class, [args]]`. */
  toJson(): JsonValue {
    return [this.className, this.args]
  }
}

/** A prerequisite that does not hold: nothing was changed. */
export function prereqError(message: string, code?: PrereqCode): GanetiFailure {
  return new GanetiFailure('OpPrereqError', code === undefined ? [message] : [message, code])
}

/** A failure while an opcode was at work: what it had done before stays. */
export function execError(message: string): GanetiFailure {
  return new GanetiFailure('OpExecError', [message])
}

/** The class luxid uses for most of its own refusals. */
export function genericError(message: string): GanetiFailure {
  return new GanetiFailure('GenericError', [message])
}
