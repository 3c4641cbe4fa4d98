import { spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  openSync,
  realpathSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { nowMicroseconds } from './ports.ts'

/** The outcome of asking for the lock of a cluster. */
export type RunLock =
  | { readonly kind: 'held'; readonly release: () => void }
  /** Another run has had it for so long. */
  | { readonly kind: 'busy'; readonly path: string; readonly heldForMs: number }
  /** There is no socket to lock, so there is nothing that a run could do twice: connecting to it tells what is wrong. */
  | { readonly kind: 'no-socket' }
  /** It cannot be known whether another run is at work; `why` is a clause. */
  | { readonly kind: 'unavailable'; readonly why: string }

/** What flock exits with where somebody else has the lock; nothing else of it ends so. */
const BUSY_EXIT_CODE = 75
const FLOCK_LIMIT_MS = 10_000
/** The holder may remove its file between our opening and our locking it, but hardly so often. */
const ATTEMPTS = 20

/**
 * Takes the lock for runs on the cluster behind `socketPath`, without waiting. It is an flock on a file beside the socket,
 * which the kernel drops however this process ends; the command flock puts it on a descriptor that it shares with us, since
 * Node cannot. In the socket's own folder: whoever can write there could replace the socket, so he is trusted anyway.
 */
export function takeRunLock(socketPath: string): RunLock {
  const path = lockPath(socketPath)
  if (path === undefined) return { kind: 'no-socket' }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const lock = tryOnce(path)
    if (lock !== undefined) return lock
  }
  return busy(path)
}

/** One file for a socket, by whatever name it is reached. */
function lockPath(socketPath: string): string | undefined {
  try {
    return statSync(socketPath).isSocket() ? `${realpathSync(socketPath)}.harep-lock` : undefined
  } catch {
    return undefined
  }
}

/** undefined where the file that was locked is no longer the one at `path`. */
function tryOnce(path: string): RunLock | undefined {
  let file: number
  try {
    // Not through a symbolic link: in a folder that others can write, it could name any file of ours.
    file = openSync(path, constants.O_RDONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
  } catch (error) {
    return { kind: 'unavailable', why: `the file ${path} cannot be opened (${codeOf(error)})` }
  }
  const lock = lockFile(file, path)
  if (lock?.kind !== 'held') closeSync(file)
  return lock
}

function lockFile(file: number, path: string): RunLock | undefined {
  const { uid } = fstatSync(file)
  if (uid !== 0 && uid !== process.geteuid?.())
    return { kind: 'unavailable', why: `the file ${path} belongs to another user` }
  const { status, error } = spawnSync('flock', ['-n', '-E', String(BUSY_EXIT_CODE), '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file],
    timeout: FLOCK_LIMIT_MS,
  })
  if (error) return { kind: 'unavailable', why: `the command flock does not run (${codeOf(error)})` }
  if (status === BUSY_EXIT_CODE) return busy(path)
  if (status !== 0)
    return { kind: 'unavailable', why: `the command flock failed on ${path} (exit code ${status})` }
  if (!isSameFile(file, path)) return undefined
  // A run that was killed left the file; its time is to be that of this run.
  const nowSeconds = nowMicroseconds() / 1_000_000
  futimesSync(file, nowSeconds, nowSeconds)
  const release = () => {
    // Removed while it is still ours: who has opened it meanwhile sees that it is gone, and tries again.
    try {
      unlinkSync(path)
    } catch {
      // An admin, or the folder's own end, was faster.
    }
    closeSync(file)
  }
  return { kind: 'held', release }
}

/** The file's time is when its holder took it; a clock that was set back makes that no time at all. */
function busy(path: string): RunLock & { readonly kind: 'busy' } {
  const takenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return { kind: 'busy', path, heldForMs: Math.max(0, nowMicroseconds() / 1000 - (takenMs ?? Infinity)) }
}

function isSameFile(file: number, path: string): boolean {
  const ours = fstatSync(file)
  const there = statSync(path, { throwIfNoEntry: false })
  return there !== undefined && there.ino === ours.ino && there.dev === ours.dev
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
