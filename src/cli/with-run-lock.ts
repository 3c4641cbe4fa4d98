import { printable } from '../report/printable.ts'
import { type RunLock, takeRunLock } from './run-lock.ts'

type Busy = RunLock & { readonly kind: 'busy' }

/** A run of five minutes is long, and the next two of cron are waited for; who has the lock for longer may hang. */
const HELD_LONG_MS = 15 * 60 * 1000

/** What came of work that needs the lock. */
export type Locked<T> = { readonly kind: 'done'; readonly value: T } | Busy

/**
 * Does `work` while no other run is at work on the cluster behind the socket. Where it cannot be known whether one is, `warn`
 * is given a sentence, and the work done all the same.
 */
export async function withRunLock<T>(
  socketPath: string,
  work: () => Promise<T>,
  warn: (sentence: string) => void,
): Promise<Locked<T>> {
  const lock = takeRunLock(socketPath)
  if (lock.kind === 'busy') return lock
  if (lock.kind === 'unavailable')
    warn(`other runs are not kept from repairing the same at the same time: ${lock.why}`)
  try {
    return { kind: 'done', value: await work() }
  } finally {
    if (lock.kind === 'held') lock.release()
  }
}

/** That another run is at work, as a sentence. */
export function busyText({ path }: Busy): string {
  return `Another run of harep is at work here (lock ${printable(path)}), so this one does nothing.`
}

/** What is odd about a lock that is held for so long; undefined for a usual time. */
export function busyWarning({ path, heldForMs }: Busy): string | undefined {
  if (heldForMs <= HELD_LONG_MS) return undefined
  const minutes = Math.floor(heldForMs / 60_000)
  return `another run of harep has held the lock ${printable(path)} for ${minutes} minutes: unless it was given --wait, see what it is doing (fuser -v ${printable(path)})`
}
