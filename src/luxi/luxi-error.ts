import { HarepError } from '../cluster/harep-error.ts'
import type { JsonValue } from '../cluster/json.ts'

/**
 * What can go wrong between harep and luxid, as one class per remedy. Whoever asked cannot tell from a transport error
 * whether the request was carried out: a submission that ends so is never simply repeated.
 */
export abstract class LuxiError extends HarepError {}

/** No connection: no socket there, nobody listens, no permission, or no answer to connect() in time. */
export class LuxiConnectError extends LuxiError {
  readonly code = 'LUXI_CONNECT'

  /** What Ganeti's harep prints in this case, where that is known: scripts may look for it. */
  readonly originalWords: string | undefined

  readonly #plain: string

  constructor(message: string, originalWords?: string) {
    super(message)
    this.#plain = message
    this.originalWords = originalWords
  }

  /** The error itself, its message with the original's words, where they are known, in front of ours. */
  withOriginalWords(): this {
    if (this.originalWords !== undefined) {
      const told = `${this.originalWords}: ${this.#plain}`
      this.message = this.message.replace(this.#plain, () => told)
    }
    return this
  }
}

/** The connection ended (or broke) before the whole answer was there. */
export class LuxiClosedError extends LuxiError {
  readonly code = 'LUXI_CLOSED'
}

/** Nothing was received (or could be sent) for the read timeout, or the whole answer took longer than its limit. */
export class LuxiTimeoutError extends LuxiError {
  readonly code = 'LUXI_TIMEOUT'
}

/** An answer above the size limit; the rest of it was not read. */
export class LuxiTooLargeError extends LuxiError {
  readonly code = 'LUXI_TOO_LARGE'
}

/** An answer that is no JSON, no UTF-8 where that is demanded, or no envelope `{"success": bool, "result": any}`. */
export class LuxiMalformedError extends LuxiError {
  readonly code = 'LUXI_MALFORMED'
}

/**
 * luxid answered `"success": false`. Both encodings of luxi.md section 3 end here: `[class, [args]]`, and the bare string
 * of a request it could not parse (then `className` is undefined).
 */
export class GanetiError extends LuxiError {
  readonly code = 'GANETI_ERROR'
  readonly className: string | undefined
  readonly args: readonly JsonValue[]

  constructor(message: string, className: string | undefined, args: readonly JsonValue[]) {
    super(message)
    this.className = className
    this.args = args
  }
}

/** A well-formed answer whose data is not what was asked for; the message names object, field and value. */
export class LuxiDataError extends LuxiError {
  readonly code = 'LUXI_DATA'
}
