import {
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from './error-code.ts'

/*
 * Files that a command keeps for the next time. Each is written beside its place and renamed into it, so that it is whole
 * whenever somebody looks. A rename replaces whatever stands there, so nothing but a regular file is ever replaced: root could
 * otherwise turn /dev/null into a page. All troubles are predicates of a sentence about the file: `cannot be read (EACCES)`.
 */

/** What stands in a kept file. */
export type KeptText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'trouble'; readonly why: string }

/** As many as Linux follows. */
const LINKS_MAX = 40

/** Reads a file of at most so many bytes. A device is not even opened: it may have no end. */
export function readKept(fileName: string, bytesMax: number): KeptText {
  try {
    const stats = statSync(fileName, { throwIfNoEntry: false })
    if (stats === undefined) return { kind: 'none' }
    if (!stats.isFile()) return { kind: 'trouble', why: noFile(stats) }
    if (stats.size > bytesMax)
      return {
        kind: 'trouble',
        why: `has more than ${bytesMax} bytes, which are not read. Is it the right file?`,
      }
    return { kind: 'text', text: readFileSync(fileName, 'utf8') }
  } catch (error) {
    return { kind: 'trouble', why: `cannot be read (${errorCode(error)}). Name another file.` }
  }
}

/** Replaces the file by one with this text, or makes it; a symbolic link stays, and its target is replaced. Gives what stood against it. */
export function writeKept(fileName: string, text: string): string | undefined {
  return whereItIs(fileName, place => withPartial(place, text, partial => renameSync(partial, place)))
}

/** What stands against writing the file, as far as it can be told without doing so. */
export function whyNotKept(fileName: string): string | undefined {
  return whereItIs(fileName, place => withPartial(place, '', () => {}))
}

/** Whatever becomes of it, no partial file is left. */
function withPartial(place: string, text: string, use: (partial: string) => void): void {
  const partial = `${place}.${process.pid}.tmp`
  // A killed process of the same id may have left one; whatever else it is, it is not to be written through.
  rmSync(partial, { force: true })
  try {
    writeFileSync(partial, text, { flag: 'wx' })
    use(partial)
  } finally {
    rmSync(partial, { force: true })
  }
}

function whereItIs(fileName: string, use: (place: string) => void): string | undefined {
  try {
    const stats = statSync(fileName, { throwIfNoEntry: false })
    if (stats !== undefined && !stats.isFile()) return noFile(stats)
    use(placeOf(fileName))
    return undefined
  } catch (error) {
    return `cannot be written (${errorCode(error)}). Name another file.`
  }
}

/** Where the file is, or will be: behind all symbolic links, also behind one that leads to nothing yet. */
function placeOf(fileName: string): string {
  let place = fileName
  for (let links = 0; links < LINKS_MAX; links += 1) {
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return place
    place = resolve(realpathSync(dirname(place)), readlinkSync(place))
  }
  throw new Error('too many symbolic links')
}

function noFile(stats: Stats): string {
  return `is ${kindOf(stats)}, and no regular file. Name another.`
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory'
  if (stats.isFIFO()) return 'a pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}
