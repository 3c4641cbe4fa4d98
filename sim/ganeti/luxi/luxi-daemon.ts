import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { GanetiFailure } from '../ganeti-failure.ts'
import { keyNotFound, prettyJson, RequestParseError, showText } from '../haskell-text.ts'
import type { LuxiService, ServiceAnswer } from '../luxi-service.ts'
import { CLUSTER_METHODS } from './cluster-methods.ts'
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
        outcome.start(result => reply(success(result)))
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
      const problem = isJsonArray(request) ? 'Unable to read JSObject' : NO_CONTAINER
      throw new RequestParseError(`parsing top-level JSON message: ${problem}`)
    }
    const name = request['method']
    if (name === undefined) throw keyNotFound('method', request)
    const args = request['args']
    if (args === undefined) throw keyNotFound('args', request)
    return methodOf(name)(args, this.#world)
  }
}

const NO_CONTAINER = 'Invalid JSON: a JSON text a serialized object or array at the top level.'

function methodOf(name: JsonValue): LuxiMethod {
  const method = typeof name === 'string' ? METHODS.get(name) : undefined
  if (method !== undefined) return method
  const shown = typeof name === 'string' ? showText(name) : prettyJson(name)
  throw new RequestParseError(
    `Unable to parse LUXI request method: Invalid string value for type LuxiReq: ${shown}`,
  )
}

/** What Haskell's parser says of a text that is no JSON; only the usual beginnings of that are told apart. */
function jsonProblem(text: string): string {
  const trimmed = text.trimStart()
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return NO_CONTAINER
  const inside = trimmed.slice(1).trimStart()
  const excerpt = inside.slice(0, 8)
  return trimmed.startsWith('{')
    ? `Malformed JSON: expecting string: ${excerpt}`
    : `Malformed JSON: ${excerpt}`
}

function answered<T>(compute: () => T): T | ServiceAnswer {
  try {
    return compute()
  } catch (error) {
    if (error instanceof RequestParseError) return parseFailure(error.message)
    if (error instanceof GanetiFailure) return { success: false, result: error.toJson(), close: false }
    throw error
  }
}

function success(result: JsonValue): ServiceAnswer {
  return { success: true, result, close: false }
}

function parseFailure(message: string): ServiceAnswer {
  return { success: false, result: `Failed to parse request: ${message}`, close: true }
}
