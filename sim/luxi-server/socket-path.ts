import { lstatSync, type Stats, statSync, unlinkSync } from 'node:fs'
import { createConnection } from 'node:net'
import { dirname } from 'node:path'
import { SOCKET_PATH_BYTES_MAX } from '../../src/luxi/connect-failure.ts'
import { printable } from '../../src/report/printable.ts'
import { ServerSocketError } from './socket-error.ts'

/*
 * A server that was killed leaves its socket file behind, and nobody can listen at that path until the file is gone. So
 * the file is removed, but only after asking: a live server takes the connection (or is too busy to, which is EAGAIN),
 * a dead one's file refuses it. Whatever else stands at the path is somebody's and stays.
 */

/** Longer than any live server leaves a connection on a local socket unanswered. */
const PROBE_MS = 2_000

/**
 * Makes sure that a server can listen at `path`, and removes the socket file of a server that is no more. Throws
 * ServerSocketError where it cannot be.
 */
export async function claimSocketPath(path: string): Promise<void> {
  checkName(path)
  const found = look(path)
  if (found === undefined) return
  if (!found.isSocket()) {
    const kind = found.isDirectory() ? 'a directory' : found.isSymbolicLink() ? 'a symbolic link' : 'a file'
    throw new ServerSocketError(
      `${quote(path)} is ${kind} and not a socket; it is left as it is. Name another path.`,
    )
  }
  const answer = await probe(path)
  if (answer !== 'ECONNREFUSED') throw inUse(path, answer)
  remove(path)
}

/** The error for a path at which somebody listens, or may listen; `answer` is what connecting to it came to. */
function inUse(path: string, answer: string): ServerSocketError {
  return answer === 'EACCES' || answer === 'EPERM'
    ? new ServerSocketError(
        `The socket ${quote(path)} belongs to somebody else, who may be serving on it. Name another path.`,
      )
    : new ServerSocketError(
        `Another server listens on the socket ${quote(path)}. Stop it, or name another path.`,
      )
}

function checkName(path: string): void {
  if (path === '')
    throw new ServerSocketError('The path of the socket is empty. Name one, as in --socket /tmp/luxi.')
  if (path.includes('\0'))
    throw new ServerSocketError(`The path of the socket, ${quote(path)}, has a NUL in it.`)
  const bytes = Buffer.byteLength(path)
  if (bytes > SOCKET_PATH_BYTES_MAX) {
    throw new ServerSocketError(
      `The path of the socket is too long: ${quote(path)} has ${bytes} bytes, and the system allows ` +
        `${SOCKET_PATH_BYTES_MAX}. Name a shorter one, for example in /tmp.`,
    )
  }
}

/** What stands at `path`, or undefined if nothing does. Throws if there is no directory for it. */
function look(path: string): Stats | undefined {
  const folder = dirname(path)
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw new ServerSocketError(
      `The socket ${quote(path)} cannot be made (${systemCode(error)}). Name another path.`,
    )
  }
  throw new ServerSocketError(
    `There is no directory ${quote(folder)} for the socket ${quote(path)}. Create it, or name another path.`,
  )
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    throw new ServerSocketError(
      `The socket file ${quote(path)} of a server that is no more cannot be removed (${systemCode(error)}). ` +
        'Remove it, or name another path.',
    )
  }
}

/** What connecting to `path` comes to: `connected`, `timeout` or the system's name of the error. */
function probe(path: string): Promise<string> {
  return new Promise(resolve => {
    const socket = createConnection({ path })
    const settle = (answer: string) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(PROBE_MS, () => settle('timeout'))
    socket.once('connect', () => settle('connected'))
    socket.once('error', error => settle(systemCode(error)))
  })
}

/** `path` in quotes for a message. */
export function quote(path: string): string {
  return `'${printable(path.length > 300 ? `${path.slice(0, 300)}...` : path)}'`
}

/** The system's name of an error, such as EACCES. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
