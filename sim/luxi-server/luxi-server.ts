import { createServer, type Server, type Socket } from 'node:net'
import type { LuxiService } from '../ganeti/luxi-service.ts'
import { Conversation } from './conversation.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { ServerSocketError } from './socket-error.ts'
import { claimSocketPath, quote, systemCode } from './socket-path.ts'

/** What is served, and where. */
export interface LuxiServerOptions {
  readonly path: string
  readonly service: LuxiService
  readonly limits?: Partial<ServerLimits>
  /** Told what the service threw when it was asked: a defect of the simulator. */
  readonly onDefect: (error: unknown) => void
}

/** luxid's own mode (luxi.md section 2), the owner and the group; a stricter umask makes it stricter. */
const SOCKET_MODE = 0o660

/** A service behind a Unix socket, the way luxid is: all who may open the socket may do anything. */
export class LuxiServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor({ service, limits, onDefect }: LuxiServerOptions) {
    const all = { ...SERVER_LIMITS, ...limits }
    this.#server = createServer({ allowHalfOpen: true }, socket => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      new Conversation(socket, { service, limits: all, onDefect })
    })
    this.#server.maxConnections = all.connectionsMax
  }

  /**
   * Listens at `path`, and is ready for connections when the promise is fulfilled. Throws ServerSocketError if there is a
   * live server or anything else than the socket of a dead one, or if nobody can listen there.
   */
  static async listen(options: LuxiServerOptions): Promise<LuxiServer> {
    await claimSocketPath(options.path)
    const server = new LuxiServer(options)
    await server.#listen(options.path)
    return server
  }

  /** How many clients are connected. */
  get connectionCount(): number {
    return this.#sockets.size
  }

  /** Ends all connections, as if the server had died, and goes on listening. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Stops listening, ends all connections whatever they wait for, and removes the socket file. May be called again. */
  async close(): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async #listen(path: string): Promise<void> {
    const server = this.#server
    await new Promise<void>((resolve, reject) => {
      server.once('error', error =>
        reject(
          new ServerSocketError(
            `Nobody can listen on the socket ${quote(path)} (${systemCode(error)}). Name another path.`,
          ),
        ),
      )
      // The file gets its mode when it is bound, which Node does within listen(): changed afterwards, it would be open to
      // all for a moment.
      const before = process.umask(0o777)
      try {
        process.umask(before | (0o777 & ~SOCKET_MODE))
        server.listen({ path }, resolve)
      } finally {
        process.umask(before)
      }
    })
    // Later failures of the listening socket (no more file descriptors) pass: the client sees that it is not served.
    server.on('error', () => {})
  }
}
