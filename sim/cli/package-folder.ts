import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with bin/, from wherever this file runs: its own place in sim/cli, or the bundle in dist. */
export function packageFolder(start: string = import.meta.dirname): string {
  let folder = start
  while (!existsSync(join(folder, 'bin', 'harep.js'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`bin/harep.js was not found in ${start} or above it`)
    folder = parent
  }
  return folder
}
