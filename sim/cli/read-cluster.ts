import { closeSync, openSync, readSync } from 'node:fs'
import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Some 100,000 instances; a file larger than that is not a cluster file. */
const FILE_BYTES_MAX = 32 * 1024 * 1024
const READ_BYTES = 64 * 1024

/** The cluster of a file, or the built-in one. Throws HarepError for a file that cannot be read or is no cluster file. */
export async function readCluster(fileName: string | undefined): Promise<ClusterDefinition> {
  if (fileName === undefined) {
    const { builtInCluster } = await import('../cluster-file/built-in-cluster.ts')
    return builtInCluster
  }
  const text = readText(fileName)
  // Not before there is a file to parse: the parser brings yaml along.
  const { parseClusterFile } = await import('../cluster-file/parse-cluster-file.ts')
  return parseClusterFile(text, fileName)
}

function readText(fileName: string): string {
  const name = `'${printable(fileName)}'`
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readBounded(fileName, name))
  } catch (error) {
    if (error instanceof SimCommandError) throw error
    if (error instanceof TypeError) {
      throw new SimCommandError(`The cluster file ${name} is no text in UTF-8. Is it the right file?`)
    }
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
      throw new SimCommandError(`The cluster file ${name} is a directory. Name a file.`)
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no cluster file ${name}. Name one, or none for the built-in cluster.`
        : `The cluster file ${name} cannot be read (${code}). Name another, or none for the built-in cluster.`,
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
      `The cluster file ${name} has more than ${FILE_BYTES_MAX} bytes, which are not read. Is it the right file?`,
    )
  } finally {
    closeSync(file)
  }
}
