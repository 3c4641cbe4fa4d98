import { closeSync, constants, openSync, readSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Environment } from './environment.ts'
import type { Platform } from './version-text.ts'

/** The longest time that Node's timers can wait; a longer one would end at once. */
const SLEEP_MAX_MS = 2 ** 31 - 1

/** A new random UUID, 36 characters in lower case. */
export function randomUuid(): string {
  return crypto.randomUUID()
}

/**
 * The time since the epoch in whole microseconds. Node's only clock with finer steps than a millisecond does not follow
 * when the system's clock is set, so the last three digits are zeros.
 */
export function nowMicroseconds(): number {
  return Date.now() * 1000
}

/** Whole microseconds since this process began, whatever the system's clock is set to. */
export function monotonicMicroseconds(): number {
  return Math.floor(performance.now() * 1000)
}

/** Waits. Throws a RangeError for a time that no timer can wait: such a wait would end at once, and a poll would spin. */
export async function sleep(durationMs: number): Promise<void> {
  if (!(durationMs >= 0 && durationMs <= SLEEP_MAX_MS)) {
    throw new RangeError(`cannot sleep for ${durationMs} ms`)
  }
  await new Promise(resolve => setTimeout(resolve, durationMs))
}

/** The variables that the command line depends on. */
export function readEnvironment(): Environment {
  const { GANETI_ROOTDIR, GANETI_HOSTNAME, HTOOLS } = process.env
  return { GANETI_ROOTDIR, GANETI_HOSTNAME, HTOOLS }
}

/** The machine that --version tells about. */
export function readPlatform(): Platform {
  return { nodeVersion: process.versions.node, system: process.platform, architecture: process.arch }
}

/** No file of Ganeti's that holds one name is longer. */
const SMALL_FILE_BYTES_MAX = 4096

/** The start of a file's text, or undefined where it cannot be read. */
export function readSmallFile(path: string): string | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const bytes = Buffer.alloc(SMALL_FILE_BYTES_MAX)
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}

const HOSTNAME_TIMEOUT_MS = 2000

/** The names of this machine: the one it has, then, only if that is asked for, the long one that its resolver knows. */
export function* systemNames(): Generator<string, void, undefined> {
  yield hostname()
  try {
    // Not imported above: every start would pay for it, and only machines with an unusual name need it.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    const answer = execFileSync('hostname', ['-f'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: HOSTNAME_TIMEOUT_MS,
      encoding: 'utf8',
    })
    yield answer.trim()
  } catch {
    // No such command, or no resolver: then there is no other name.
  }
}
