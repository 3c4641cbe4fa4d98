import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from './error-code.ts'

/**
 * What stands against files in this folder, which is made when it is needed: a predicate of a sentence about it. Told by looking
 * only, so a command can ask before hours of work, and not have made a folder for nothing.
 */
export function folderTrouble(folder: string): string | undefined {
  let there = resolve(folder)
  try {
    for (;;) {
      const stats = statSync(there, { throwIfNoEntry: false })
      if (stats !== undefined) {
        if (!stats.isDirectory()) return 'cannot be written to (ENOTDIR)'
        accessSync(there, constants.W_OK | constants.X_OK)
        return undefined
      }
      there = dirname(there)
    }
  } catch (error) {
    return `cannot be written to (${errorCode(error)})`
  }
}
