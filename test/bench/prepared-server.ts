import { createServer, type Server, type Socket } from 'node:net'
import type { LuxiService } from '../../sim/ganeti/luxi-service.ts'
import { encodeAnswer } from '../../sim/luxi-server/encode-answer.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { FrameSplitter } from '../../src/luxi/frames.ts'

/**
 * A server that answers a question it has been asked before with the bytes of last time. A cluster on which nothing
 * happens answers alike each time, so that what a client takes to load it is the client's and not the server's.
 */
export class PreparedServer {
  readonly #service: LuxiService
  readonly #server: Server
  readonly #answers = new Map<string, Uint8Array>()
  /** Questions that had no answer yet. */
  unpreparedCount = 0

  private constructor(service: LuxiService) {
    this.#service = service
    this.#server = createServer(socket => this.#serve(socket))
  }

  static async listen(path: string, service: LuxiService): Promise<PreparedServer> {
    const prepared = new PreparedServer(service)
    await new Promise<void>(resolve => prepared.#server.listen({ path }, resolve))
    return prepared
  }

  /** The bytes of all the answers that are held. */
  get preparedBytes(): number {
    return [...this.#answers.values()].reduce((sum, { length }) => sum + length, 0)
  }

  async close(): Promise<void> {
    await new Promise(resolve => this.#server.close(resolve))
  }

  #serve(socket: Socket): void {
    const splitter = new FrameSplitter()
    // A client that has all it wants may hang up on what is still on its way.
    socket.on('error', () => {})
    socket.on('data', chunk => {
      splitter.push(chunk)
      for (let message = splitter.next(); message !== undefined; message = splitter.next())
        socket.write(this.#answer(new TextDecoder().decode(message)))
    })
  }

  #answer(question: string): Uint8Array {
    const known = this.#answers.get(question)
    if (known) return known
    this.unpreparedCount += 1
    let bytes: Uint8Array | undefined
    // A question of harep's or of Debian's harep is JSON.
    this.#service.handle(JSON.parse(question) as JsonValue, answer => {
      bytes = encodeAnswer(answer)
    })
    if (!bytes) throw new Error(`the service did not answer at once: ${question.slice(0, 200)}`)
    this.#answers.set(question, bytes)
    return bytes
  }
}
