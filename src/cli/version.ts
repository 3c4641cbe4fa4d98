import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// build.js puts the version here, so that the bundle needs no package.json beside it; in a checkout there is no such name.
declare const HAREP_VERSION: string | undefined

function versionOfPackage(): string {
  const path = join(import.meta.dirname, '..', '..', 'package.json')
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (
    typeof content === 'object' &&
    content !== null &&
    'version' in content &&
    typeof content.version === 'string'
  ) {
    return content.version
  }
  throw new TypeError(`${path} names no version`)
}

/** harep's own version, as package.json has it. */
export const version: string = typeof HAREP_VERSION === 'string' ? HAREP_VERSION : versionOfPackage()
