import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server on a Unix socket of its own that does with each connection what the test says, and forgives everything. */
export interface Peer {
  readonly path: string
  stop(): Promise<void>
}

/** Starts a peer. `onConnection` gets each connection; its errors are swallowed, as are those of a server that goes. */
export async function startPeer(onConnection: (socket: Socket, index: number) => void): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'luxi-peer-'))
  const path = join(folder, 'q')
  const sockets = new Set<Socket>()
  let count = 0
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket, count++)
  })
  await new Promise<void>(resolve => {
    server.listen(path, resolve)
  })
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => {
      server.close(resolve)
    })
    rmSync(folder, { recursive: true, force: true })
  }
  return { path, stop }
}

/** Hands each whole request of a connection to `onRequest`, as text. */
export function eachRequest(socket: Socket, onRequest: (text: string, index: number) => void): void {
  let buffered = ''
  let count = 0
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    const parts = (buffered + text).split('\u0003')
    buffered = parts.pop() ?? ''
    for (const part of parts) onRequest(part, count++)
  })
}

/** The bytes of an answer that reports success. */
export function success(result: unknown): string {
  return `${JSON.stringify({ success: true, result })}\u0003`
}

/** Counts the timers that code under test has set and that have neither fired nor been cleared. */
export interface TimerWatch {
  pending(): number
  stop(): void
}

/** Starts counting. Node's own timers, and those of the test runner, do not come by here. */
export function watchTimers(): TimerWatch {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis
  const pending = new Set<unknown>()
  const set = (callback: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) => {
    const timer = realSet(() => {
      pending.delete(timer)
      callback(...args)
    }, delayMs)
    pending.add(timer)
    return timer
  }
  const clear = (timer: NodeJS.Timeout | undefined) => {
    pending.delete(timer)
    realClear(timer)
  }
  // The real one has a promisified variant as a property, which nothing here uses.
  globalThis.setTimeout = set as typeof realSet
  globalThis.clearTimeout = clear as typeof realClear
  const stop = () => {
    globalThis.setTimeout = realSet
    globalThis.clearTimeout = realClear
  }
  return { pending: () => pending.size, stop }
}

/** Waits, in real time. */
export function pause(durationMs: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, durationMs)
  })
}

/** The error that a promise is rejected with; that it is not rejected is an error, too. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('the promise was expected to be rejected')
}
