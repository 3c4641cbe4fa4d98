import { constants, createReadStream, fstatSync, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { addAbortSignal, type Readable } from 'node:stream'
import { isatty, ReadStream as TerminalStream } from 'node:tty'
import { printable } from '../../src/report/printable.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Some 100,000 instances; a file larger than that is not what it should be. */
const FILE_BYTES_MAX = 32 * 1024 * 1024

interface Reading {
  /** Ends the wait for a pipe that nobody writes to; what is thrown then is of no use. */
  readonly signal?: AbortSignal | undefined
  readonly bytesMax?: number
}

/**
 * The text of a file, device or pipe. Throws SimCommandError where it cannot be read.
 *
 * @param what what the file should be, for messages: `cluster file`
 * @param otherwise what to do where there is none, a sentence
 */
export async function readTextFile(
  fileName: string,
  what: string,
  otherwise: string,
  reading: Reading = {},
): Promise<string> {
  const name = `${what} '${printable(fileName)}'`
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBounded(fileName, name, reading))
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
async function readBounded(
  fileName: string,
  name: string,
  { signal, bytesMax = FILE_BYTES_MAX }: Reading,
): Promise<Uint8Array> {
  const stream = openStream(fileName)
  if (signal) addAbortSignal(signal, stream)
  const pieces: Uint8Array[] = []
  let bytes = 0
  const chunks: AsyncIterable<Uint8Array> = stream
  // Leaving the loop closes the file.
  for await (const piece of chunks) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > bytesMax) {
      throw new SimCommandError(
        `The ${name} has more than ${bytesMax} bytes, which are not read. Is it the right file?`,
      )
    }
  }
  return Buffer.concat(pieces)
}

/** Node reads files in threads, which nothing can call back from a pipe or a terminal: those are waited for by polling. */
function openStream(fileName: string): Readable {
  const fd = openSync(fileName, constants.O_RDONLY | constants.O_NONBLOCK)
  if (isatty(fd)) return new TerminalStream(fd)
  return fstatSync(fd).isFIFO()
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream('', { fd })
}
