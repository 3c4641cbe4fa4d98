import type { JsonValue } from '../../src/cluster/json.ts'
import { answerOf, resultOf } from '../../src/luxi/envelope.ts'
import { FrameSplitter } from '../../src/luxi/frames.ts'
import { readJson } from '../../src/luxi/json-text.ts'
import type { LuxiAnswer } from '../../src/luxi/luxi-answer.ts'
import { LuxiClosedError, LuxiError, LuxiMalformedError } from '../../src/luxi/luxi-error.ts'

/** What a client makes of the pieces that come after it has called something. */
export interface ReadPieces {
  /** The result; throws LuxiError as production's connection does. */
  readonly get: () => JsonValue
  /** What the next call on this connection fails with; undefined while the connection lives. */
  readonly failure: LuxiError | undefined
}

/** Reads them by production's framing and decoding, as src/luxi/socket-transport.ts does with what a socket brings. */
export function readPieces(method: string, pieces: readonly Uint8Array[], hangsUp: boolean): ReadPieces {
  const closed = new LuxiClosedError(`${method} was the last call: the connection to luxid is closed`)
  const splitter = new FrameSplitter()
  for (const piece of pieces) splitter.push(piece)
  const message = splitter.next()
  if (message === undefined) {
    const error = new LuxiClosedError(`luxid ended the connection before answering ${method}`)
    return { get: () => raise(error), failure: closed }
  }
  const answer = answerOrError(message)
  if (answer instanceof LuxiError) return { get: () => raise(answer), failure: closed }
  const get = () => resultOf(answer)
  if (splitter.isEmpty) return { get, failure: hangsUp ? closed : undefined }
  return { get, failure: new LuxiMalformedError('luxid sent bytes that nobody asked for, after an answer') }
}

function answerOrError(message: Uint8Array): LuxiAnswer | LuxiError {
  try {
    return answerOf(readJson(message))
  } catch (error) {
    if (error instanceof LuxiMalformedError) return error
    throw error
  }
}

function raise(error: LuxiError): never {
  throw error
}
