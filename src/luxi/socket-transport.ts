import type { Socket } from 'node:net'
import type { JsonValue } from '../cluster/json.ts'
import { connectFailure, connectTimeout, pathFailure } from './connect-failure.ts'
import { codeOf, dial, kindOf, monotonicMs } from './dial.ts'
import { answerOf, resultOf } from './envelope.ts'
import { excerptOfText } from './excerpt.ts'
import { encodeRequest, FrameSplitter } from './frames.ts'
import { type JsonReading, readJson } from './json-text.ts'
import { LUXI_LIMITS, type LuxiLimits } from './limits.ts'
import type { LuxiAnswer } from './luxi-answer.ts'
import {
  LuxiClosedError,
  LuxiError,
  LuxiMalformedError,
  LuxiTimeoutError,
  LuxiTooLargeError,
} from './luxi-error.ts'
import { UnreadTable, unreadTable } from './unread-table.ts'

/*
 * A Luxi connection is a conversation: one request, one answer, the next request (luxi.md section 1). What makes it more
 * than a few lines is that the peer may do anything, at any byte: fall silent, drip, hang up, send too much or without
 * being asked. Each of these ends the connection, once, with one error. A request whose answer did not come may have been
 * carried out all the same, and an answer to the wrong request would be worse than none; so nothing is ever sent again,
 * and bytes that nobody asked for are never taken for the next answer.
 */

/** Limits and readings that differ from the defaults. */
export type LuxiOptions = Partial<LuxiLimits> & JsonReading

/** How much of a request is handed to the system at a time; each piece may take as long as the limit of silence. */
const SEND_BYTES = 64 * 1024

/** How long to wait before asking again a server whose backlog is full: at first, and at most. */
const RETRY_FIRST_MS = 10
const RETRY_MAX_MS = 500

/** A call whose answer has not come yet. */
interface Outstanding {
  readonly method: string
  /** Hands the message to whoever asked. Throws LuxiError for one that is no answer. */
  readonly take: (message: Uint8Array) => void
  readonly reject: (error: LuxiError) => void
  readonly silenceTimer: NodeJS.Timeout
  readonly totalTimer: NodeJS.Timeout
  isSent: boolean
  receivedBytes: number
}

/** One connection to luxid. After its first error it is closed for good; open another. */
export class LuxiConnection {
  readonly #path: string
  readonly #options: LuxiLimits & JsonReading
  readonly #socket: Socket
  #splitter: FrameSplitter
  #outstanding: Outstanding | undefined
  #failure: LuxiError | undefined
  #isFailureTold = false

  private constructor(socket: Socket, path: string, options: LuxiLimits & JsonReading) {
    this.#socket = socket
    this.#path = path
    this.#options = options
    this.#splitter = new FrameSplitter(options.maxBytes)
    socket.on('data', chunk => this.#receive(chunk))
    socket.on('end', () => this.#fail(this.#hangUp('end of file')))
    socket.on('error', error => this.#fail(this.#hangUp(codeOf(error))))
    socket.on('close', () => this.#fail(this.#hangUp('closed')))
  }

  /**
   * Connects to the Unix socket at `path`. Throws LuxiConnectError, whose message says what to do. Only a full backlog is
   * asked again, until the time is over: Ganeti's has five places (src/Ganeti/UDSServer.hs:231).
   */
  static async connect(path: string, options: LuxiOptions = {}): Promise<LuxiConnection> {
    const all = { ...LUXI_LIMITS, ...options }
    const unusable = pathFailure(path, Buffer.byteLength(path))
    if (unusable !== undefined) throw unusable
    const deadlineMs = monotonicMs() + all.connectMs
    const open = (socket: Socket) => new LuxiConnection(socket, path, all)
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
      const leftMs = deadlineMs - monotonicMs()
      const outcome = leftMs > 0 ? await dial(path, leftMs, open) : 'timeout'
      if (outcome instanceof LuxiConnection) return outcome
      if (outcome === 'timeout') throw connectTimeout(path, all.connectMs)
      if (outcome !== 'EAGAIN') throw connectFailure(path, outcome, kindOf(path))
      await new Promise(resolve => setTimeout(resolve, Math.min(waitMs, leftMs)))
    }
  }

  /**
   * Sends one request and gives the `result` of its answer. Throws GanetiError if luxid reports a failure (the connection
   * stays usable), else a LuxiError, after which the connection is closed; it is then unknown whether the request was
   * carried out. Calling while another call is outstanding is a mistake of the program, and an ordinary Error.
   */
  async call(method: string, args: readonly JsonValue[]): Promise<JsonValue> {
    return resultOf(await this.#exchange(method, args, message => this.#read(message, method)))
  }

  /** As call(), for a Query of so many rows that they are better read when they are needed; a table may come all the same. */
  async callTable(method: string, args: readonly JsonValue[]): Promise<JsonValue | UnreadTable> {
    const answer = await this.#exchange(
      method,
      args,
      message => unreadTable(message) ?? this.#read(message, method),
    )
    return answer instanceof UnreadTable ? answer : resultOf(answer)
  }

  async #exchange<T>(
    method: string,
    args: readonly JsonValue[],
    read: (message: Uint8Array) => T,
  ): Promise<T> {
    if (this.#outstanding !== undefined) {
      throw new Error(
        `${method} was called while ${this.#outstanding.method} is outstanding on the same connection`,
      )
    }
    if (this.#failure !== undefined) throw this.#tellFailure(this.#failure, method)
    const request = encodeRequest(method, args)
    return await new Promise<T>((resolve, reject) => {
      const { silenceMs, totalMs } = this.#options
      const onSilence = () =>
        this.#fail(this.#timeout(`nothing was received or could be sent for ${silenceMs / 1000} s`))
      const onTotal = () => this.#fail(this.#timeout(`the answer was not complete after ${totalMs / 1000} s`))
      const silenceTimer = setTimeout(onSilence, silenceMs)
      const totalTimer = setTimeout(onTotal, totalMs)
      const take = (message: Uint8Array) => {
        const answer = read(message)
        this.#endCall()
        resolve(answer)
      }
      this.#outstanding = {
        method,
        take,
        reject,
        silenceTimer,
        totalTimer,
        isSent: false,
        receivedBytes: 0,
      }
      this.#send(request, this.#outstanding)
    })
  }

  /** Closes the connection. An outstanding call ends in LuxiClosedError. May be called again. */
  close(): void {
    this.#fail(new LuxiClosedError(`The connection to luxid ${this.#where()} was closed by harep.`))
  }

  #send(rest: Uint8Array, outstanding: Outstanding): void {
    this.#socket.write(rest.subarray(0, SEND_BYTES), error => {
      // After an error the 'error' event follows, which knows how to fail; a call that has ended needs no more.
      if (error || this.#outstanding !== outstanding) return
      outstanding.silenceTimer.refresh()
      if (rest.length > SEND_BYTES) this.#send(rest.subarray(SEND_BYTES), outstanding)
      else outstanding.isSent = true
    })
  }

  #receive(chunk: Uint8Array): void {
    const outstanding = this.#outstanding
    if (this.#failure !== undefined) return
    if (outstanding === undefined) {
      this.#fail(this.#unasked(`'${excerptOfText(new TextDecoder().decode(chunk.subarray(0, 100)))}'`))
      return
    }
    outstanding.silenceTimer.refresh()
    outstanding.receivedBytes += chunk.length
    try {
      this.#splitter.push(chunk)
      const message = this.#splitter.next()
      if (message !== undefined) this.#finish(message, outstanding)
    } catch (error) {
      if (error instanceof LuxiError) this.#fail(error)
      // V8's way to say that there is no memory for a buffer or a string; anything else is a defect of this program.
      else if (error instanceof RangeError)
        this.#fail(new LuxiTooLargeError(`luxid's answer is too large: ${error.message}`))
      else throw error
    }
  }

  #finish(message: Uint8Array, outstanding: Outstanding): void {
    if (!outstanding.isSent) {
      throw new LuxiMalformedError(
        `luxid answered ${outstanding.method} before it was sent, ${this.#where()}.`,
      )
    }
    outstanding.take(message)
    if (!this.#splitter.isEmpty) this.#fail(this.#unasked('after an answer'))
  }

  #read(message: Uint8Array, method: string): LuxiAnswer {
    try {
      return answerOf(readJson(message, this.#options))
    } catch (error) {
      if (!(error instanceof LuxiMalformedError)) throw error
      throw new LuxiMalformedError(`${error.message}. That was the answer to ${method} ${this.#where()}.`)
    }
  }

  /** Ends the connection. Only the first error counts; it goes to the outstanding call, or else to the next one. */
  #fail(error: LuxiError): void {
    if (this.#failure !== undefined) return
    this.#failure = error
    this.#socket.destroy()
    this.#splitter = new FrameSplitter(0)
    const outstanding = this.#endCall()
    if (outstanding === undefined) return
    this.#isFailureTold = true
    outstanding.reject(error)
  }

  #endCall(): Outstanding | undefined {
    const outstanding = this.#outstanding
    this.#outstanding = undefined
    clearTimeout(outstanding?.silenceTimer)
    clearTimeout(outstanding?.totalTimer)
    return outstanding
  }

  #tellFailure(failure: LuxiError, method: string): LuxiError {
    if (!this.#isFailureTold) {
      this.#isFailureTold = true
      return failure
    }
    return new LuxiClosedError(
      `${method} was not sent: the connection to luxid ${this.#where()} is closed already.`,
    )
  }

  #hangUp(how: string): LuxiClosedError {
    const outstanding = this.#outstanding
    const when =
      outstanding === undefined
        ? 'while nothing was asked'
        : `before answering ${outstanding.method} (${outstanding.receivedBytes} bytes received)`
    return new LuxiClosedError(
      `luxid ${this.#where()} ended the connection ${when}: ${excerptOfText(how)}. See luxid's log for the reason.`,
    )
  }

  #timeout(what: string): LuxiTimeoutError {
    const { method, receivedBytes } = this.#outstanding ?? { method: '', receivedBytes: 0 }
    return new LuxiTimeoutError(
      `Timeout in reading a response: luxid ${this.#where()} was asked ${method}, and ${what} (${receivedBytes} bytes received). Whether it was carried out is unknown.`,
    )
  }

  #unasked(what: string): LuxiMalformedError {
    return new LuxiMalformedError(
      `luxid ${this.#where()} sent bytes that nobody asked for, ${what}. Is that socket luxid's?`,
    )
  }

  #where(): string {
    return `on the socket '${excerptOfText(this.#path, 300)}'`
  }
}
