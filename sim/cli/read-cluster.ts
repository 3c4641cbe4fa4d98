import { readFileSync, statSync } from 'node:fs'
import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Some 100,000 instances; a file larger than that is not a cluster file. */
const FILE_BYTES_MAX = 32 * 1024 * 1024

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
    const stats = statSync(fileName)
    if (stats.isDirectory())
      throw new SimCommandError(`The cluster file ${name} is a directory. Name a file.`)
    if (stats.size > FILE_BYTES_MAX) {
      throw new SimCommandError(
        `The cluster file ${name} has ${stats.size} bytes, and more than ${FILE_BYTES_MAX} are not read. Is it the right file?`,
      )
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(fileName))
  } catch (error) {
    if (error instanceof SimCommandError) throw error
    if (error instanceof TypeError) {
      throw new SimCommandError(`The cluster file ${name} is no text in UTF-8. Is it the right file?`)
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no cluster file ${name}. Name one, or none for the built-in cluster.`
        : `The cluster file ${name} cannot be read (${code}). Name another, or none for the built-in cluster.`,
    )
  }
}
