import { statSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import type { PathKind } from './connect-failure.ts'

/** Tries once to connect. `use` is called at once, so that no event of the socket is missed. */
export function dial<T>(path: string, limitMs: number, use: (socket: Socket) => T): Promise<T | string> {
  return new Promise(resolve => {
    const socket = createConnection({ path })
    const timer = setTimeout(
      () => {
        socket.destroy()
        resolve('timeout')
      },
      Math.max(0, limitMs),
    )
    const onError = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(codeOf(error))
    }
    socket.once('error', onError)
    socket.once('connect', () => {
      clearTimeout(timer)
      const used = use(socket)
      socket.off('error', onError)
      resolve(used)
    })
  })
}

/** Milliseconds since some moment. Not by `performance`, which Node loads when it is first named: a fiftieth of a short run. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1_000_000
}

/** What stands at `path`; only looked at to explain a failure. */
export function kindOf(path: string): PathKind {
  try {
    const stats = statSync(path)
    if (stats.isSocket()) return 'socket'
    return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'unknown'
  } catch {
    return 'unknown'
  }
}

/** The system's name of an error, such as ECONNRESET. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
