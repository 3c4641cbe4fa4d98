import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { keyNotFound, noEnumValue, RequestParseError, showText } from '../haskell-text.ts'
import type { LuxiService, ServiceAnswer } from '../luxi-service.ts'
import { CLUSTER_METHODS } from './cluster-methods.ts'
import { HaskellJsonError, parseHaskellJson } from './haskell-json.ts'
import { JOB_METHODS } from './job-methods.ts'
import type { LuxiMethod, LuxiWorld, MethodOutcome } from './method.ts'
import { QUERY_METHODS } from './query-methods.ts'

const METHODS: ReadonlyMap<string, LuxiMethod> = new Map(
  Object.entries({ ...QUERY_METHODS, ...JOB_METHODS, ...CLUSTER_METHODS }),
)

/**
 * The simulated luxid: takes a request apart, calls the method and wraps what comes out into an answer (luxi.md sections 3
 * and 4). A request that cannot be understood is answered with a bare string, and luxid hangs up; a refusal is a
 * [class, [args]] on a connection that stays open.
 */
export class LuxiDaemon implements LuxiService {
  readonly #world: LuxiWorld

  constructor(world: LuxiWorld) {
    this.#world = world
  }

  handle(request: JsonValue, reply: (answer: ServiceAnswer) => void): void {
    const outcome = answered(() => this.#call(request))
    if ('success' in outcome) {
      reply(outcome)
      return
    }
    switch (outcome.kind) {
      case 'value':
        reply(success(outcome.value))
        return
      case 'after':
        this.#world.kernel.after(outcome.delayUs, () => {
          const result = answered(() => success(outcome.compute()))
          reply(result)
        })
        return
      case 'when':
        outcome.start(
          result => reply(success(result)),
          failure => reply(refusal(failure)),
        )
        return
      case 'never':
        return
    }
  }

  unparsable(text: string): ServiceAnswer {
    return parseFailure(`parsing top-level JSON message: ${jsonProblem(text)}`)
  }

  #call(request: JsonValue): MethodOutcome {
    if (!isJsonObject(request)) {
      const problem = isJsonArray(request) ? 'Unable to read JSObject' : jsonProblem(JSON.stringify(request))
      throw new RequestParseError(`parsing top-level JSON message: ${problem}`)
    }
    const name = request['method']
    if (name === undefined) throw keyNotFound('method', request)
    const args = request['args']
    if (args === undefined) throw keyNotFound('args', request)
    return methodOf(name)(args, this.#world)
  }
}

function methodOf(name: JsonValue): LuxiMethod {
  const method = typeof name === 'string' ? METHODS.get(name) : undefined
  if (method !== undefined) return method
  const problem =
    typeof name === 'string'
      ? `Invalid string value for type LuxiReq: ${showText(name)}`
      : noEnumValue('LuxiReq', `Unable to read ${isJsonArray(name) ? 'Char' : 'String'}`).message
  throw new RequestParseError(`Unable to parse LUXI request method: ${problem}`)
}

/** What Haskell's parser says of a text that is no JSON. */
function jsonProblem(text: string): string {
  try {
    parseHaskellJson(text)
    return 'it could not be read'
  } catch (error) {
    if (error instanceof HaskellJsonError) return error.message
    throw error
  }
}

function answered<T>(compute: () => T): T | ServiceAnswer {
  try {
    return compute()
  } catch (error) {
    if (error instanceof RequestParseError) return parseFailure(error.message)
    if (error instanceof GanetiFailure) return refusal(error)
    throw error
  }
}

function refusal(failure: GanetiFailure): ServiceAnswer {
  return { success: false, result: failure.toJson(), close: false }
}

function success(result: JsonValue): ServiceAnswer {
  return { success: true, result, close: false }
}

function parseFailure(message: string): ServiceAnswer {
  return { success: false, result: `Failed to parse request: ${message}`, close: true }
}
