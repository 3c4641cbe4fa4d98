import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** How harep is started, its options left out. */
export const OURS: readonly [string, string] = [process.execPath, join(ROOT, 'bin', 'harep.js')]

const ORIGINAL = '/usr/lib/ganeti/3.0/usr/bin/harep'

/** Debian's harep, where it is installed. */
export const original: string | undefined = existsSync(ORIGINAL) ? ORIGINAL : undefined

/** Gives a path for a socket, and removes what is there afterwards. */
export async function withSocketPath<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'harep-bench-'))
  try {
    return await use(join(folder, 'socket'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
