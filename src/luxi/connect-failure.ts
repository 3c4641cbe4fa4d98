import { exhaustive } from '../cluster/exhaustive.ts'
import { excerptOfText } from './excerpt.ts'
import { LuxiConnectError } from './luxi-error.ts'

/** What stands at the path of a socket, as far as it can be seen. */
export type PathKind = 'socket' | 'directory' | 'file' | 'unknown'

/** The longest path of a Unix socket, in bytes: Linux has 108 for it, the last one a NUL. */
export const SOCKET_PATH_BYTES_MAX = 107

const PATH_CHARS_MAX = 300
const WHERE_LUXID_IS =
  'luxid runs on the master node only: run harep there, see that the Ganeti daemons are up, or name another socket'

/** Why `path` cannot be the path of a socket, or undefined if it can. `pathBytes` is its length in UTF-8. */
export function pathFailure(path: string, pathBytes: number): LuxiConnectError | undefined {
  if (path === '') return new LuxiConnectError(`The path of the Luxi socket is empty: ${WHERE_LUXID_IS}.`)
  if (path.includes('\0')) {
    return new LuxiConnectError(`The path of the Luxi socket, ${quote(path)}, has a NUL in it.`)
  }
  if (pathBytes <= SOCKET_PATH_BYTES_MAX) return undefined
  return new LuxiConnectError(
    `The path of the Luxi socket is too long: ${quote(path)} has ${pathBytes} bytes, and the system allows ` +
      `${SOCKET_PATH_BYTES_MAX}. Name the socket by a shorter path, for example through a symbolic link.`,
  )
}

/**
 * The error for a connect() that failed with the system's error `code`. Where the original prints words of its own,
 * scripts may look for them, so those come first.
 */
export function connectFailure(path: string, code: string, kind: PathKind): LuxiConnectError {
  const name = quote(path)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new LuxiConnectError(
        `there is no Luxi socket ${name}. ${WHERE_LUXID_IS}.`,
        originalWords('does not exist (No such file or directory)'),
      )
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return new LuxiConnectError(
        `${refusal(name, kind)}. ${WHERE_LUXID_IS}.`,
        originalWords('does not exist (Connection refused)'),
      )
    case 'EACCES':
    case 'EPERM':
      return new LuxiConnectError(
        `this user may not use the Luxi socket ${name}. Be root, or in the group gnt-daemons.`,
        originalWords('permission denied (Permission denied)'),
      )
    case 'EPROTOTYPE':
      return new LuxiConnectError(`${name} is a socket, but not of luxid's type (stream). ${WHERE_LUXID_IS}.`)
    default:
      return new LuxiConnectError(`The Luxi socket ${name} cannot be connected to (${excerptOfText(code)}).`)
  }
}

/** The error for a server whose backlog stayed full, or that did not answer, for all of `limitMs` milliseconds. */
export function connectTimeout(path: string, limitMs: number): LuxiConnectError {
  return new LuxiConnectError(
    `luxid did not take a connection on the socket ${quote(path)} within ${limitMs / 1000} s: it hangs or has too many ` +
      'clients. See its log, and restart ganeti-luxid if it hangs.',
  )
}

/** What the original prints where connect() failed, for whatever reason its library names. */
function originalWords(reason: string): string {
  return `Network.Socket.connect: <socket: 3>: ${reason}`
}

function refusal(name: string, kind: PathKind): string {
  switch (kind) {
    case 'directory':
      return `${name} is a directory, not a socket`
    case 'file':
      return `${name} is a file, not a socket`
    case 'socket':
    case 'unknown':
      return `the Luxi socket ${name} is there, but nobody listens on it`
    default:
      return exhaustive(kind)
  }
}

function quote(path: string): string {
  return `'${excerptOfText(path, PATH_CHARS_MAX)}'`
}
