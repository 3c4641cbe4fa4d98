import type { Socket } from 'node:net'
import { FrameSplitter } from '../../src/luxi/frames.ts'
import { LuxiError } from '../../src/luxi/luxi-error.ts'
import type { LuxiService, ServiceAnswer } from '../ganeti/luxi-service.ts'
import { answerPieces } from './answer-pieces.ts'
import type { ServerLimits } from './limits.ts'
import { readRequest } from './read-request.ts'

/*
 * One connection is served as luxid serves it (luxi.md section 1): one request is read, carried out and answered, then
 * the next one. While a request is being carried out, or its answer is not taken, nothing more is read: what the client
 * has sent meanwhile waits in the system's buffer, and a client that goes on sending is held back there. So a connection
 * costs at most one request, one answer and the piece that was read last. A client that has said all it has to say (it
 * closed its half, as `socat` does) still gets its answers.
 */

/** What a connection needs. */
export interface ConversationOptions {
  readonly service: LuxiService
  readonly limits: ServerLimits
  /** Told what the service threw: a defect of the simulator. The connection is dropped without an answer. */
  readonly onDefect: (error: unknown) => void
}

/** Serves one connection until either side closes it. */
export class Conversation {
  readonly #socket: Socket
  readonly #options: ConversationOptions
  readonly #splitter: FrameSplitter
  #isBusy = false
  #hasPeerEnded = false

  constructor(socket: Socket, options: ConversationOptions) {
    this.#socket = socket
    this.#options = options
    this.#splitter = new FrameSplitter(options.limits.requestBytesMax)
    socket.setTimeout(options.limits.silenceMs)
    socket.on('timeout', () => socket.destroy())
    // Without a listener a client that was killed would end the server; 'close' follows and says all that matters.
    socket.on('error', () => {})
    socket.on('data', chunk => this.#receive(chunk))
    socket.on('end', () => {
      this.#hasPeerEnded = true
      this.#next()
    })
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#splitter.push(chunk)
    } catch (error) {
      if (!(error instanceof LuxiError)) throw error
      this.#refuseTooLarge()
      return
    }
    this.#next()
  }

  /** Takes up the next request, if there is one and nothing else is to be done before. */
  #next(): void {
    if (this.#isBusy || this.#socket.destroyed) return
    const message = this.#splitter.next()
    if (message !== undefined) {
      this.#isBusy = true
      this.#socket.pause()
      // The time that the service takes is not the client's silence.
      this.#socket.setTimeout(0)
      this.#carryOut(message)
    } else if (this.#hasPeerEnded) {
      this.#socket.end()
    } else {
      this.#socket.resume()
    }
  }

  #carryOut(message: Uint8Array): void {
    const { service, onDefect } = this.#options
    try {
      const request = readRequest(message)
      if (request.kind === 'json') service.handle(request.value, answer => this.#answer(answer))
      else this.#answer(service.unparsable(request.text))
    } catch (error) {
      this.#socket.destroy()
      onDefect(error)
    }
  }

  /** Writes an answer; the next request is taken up once the system has taken all of it. */
  #answer(answer: ServiceAnswer): void {
    if (this.#socket.destroyed) return
    this.#socket.setTimeout(this.#options.limits.silenceMs)
    const { pieces, hangsUp } = answerPieces(answer)
    for (const piece of pieces.slice(0, -1)) this.#socket.write(piece)
    this.#socket.write(pieces.at(-1) ?? '', error => {
      if (error) return
      if (hangsUp) {
        this.#socket.destroySoon()
        return
      }
      this.#isBusy = false
      this.#next()
    })
  }

  #refuseTooLarge(): void {
    this.#isBusy = true
    this.#socket.pause()
    const max = this.#options.limits.requestBytesMax
    this.#answer({
      success: false,
      result: `Failed to parse request: it has more than ${max} bytes, which the simulated luxid does not take`,
      close: true,
    })
  }
}
