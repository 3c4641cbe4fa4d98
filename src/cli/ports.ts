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

/** Waits. Throws a RangeError for a time that no timer can wait: such a wait would end at once, and a poll would spin. */
export async function sleep(durationMs: number): Promise<void> {
  if (!(durationMs >= 0 && durationMs <= SLEEP_MAX_MS)) {
    throw new RangeError(`cannot sleep for ${durationMs} ms`)
  }
  await new Promise(resolve => setTimeout(resolve, durationMs))
}

/** The variables that the command line depends on. */
export function readEnvironment(): Environment {
  return { GANETI_ROOTDIR: process.env['GANETI_ROOTDIR'], HTOOLS: process.env['HTOOLS'] }
}

/** The machine that --version tells about. */
export function readPlatform(): Platform {
  return { nodeVersion: process.versions.node, system: process.platform, architecture: process.arch }
}
