import { closeSync, openSync, readSync } from 'node:fs'
import { printable } from '../../src/report/printable.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Some 100,000 instances; a file larger than that is not what it should be. */
const FILE_BYTES_MAX = 32 * 1024 * 1024
const READ_BYTES = 64 * 1024

/**
 * The text of a file, device or pipe. Throws SimCommandError where it cannot be read.
 *
 * @param what what the file should be, for messages: `cluster file`
 * @param otherwise what to do where there is none, a sentence
 */
export function readTextFile(fileName: string, what: string, otherwise: string): string {
  const name = `${what} '${printable(fileName)}'`
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readBounded(fileName, name))
  } catch (error) {
    if (error instanceof SimCommandError) throw error
    if (error instanceof TypeError) {
      throw new SimCommandError(`The ${name} is no text in UTF-8. Is it the right file?`)
    }
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
      throw new SimCommandError(`The ${name} is a directory. Name a file.`)
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no ${name}. ${otherwise}`
        : `The ${name} cannot be read (${code}). ${otherwise}`,
    )
  }
}

/** What a file says about its size counts for nothing: a device or a pipe has none, and may never end. */
function readBounded(fileName: string, name: string): Uint8Array {
  const file = openSync(fileName, 'r')
  try {
    const pieces: Uint8Array[] = []
    for (let bytes = 0; bytes <= FILE_BYTES_MAX; ) {
      const piece = new Uint8Array(READ_BYTES)
      const got = readSync(file, piece)
      if (got === 0) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, got))
      bytes += got
    }
    throw new SimCommandError(
      `The ${name} has more than ${FILE_BYTES_MAX} bytes, which are not read. Is it the right file?`,
    )
  } finally {
    closeSync(file)
  }
}
