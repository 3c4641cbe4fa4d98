import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { readTextFile } from './read-text-file.ts'

/** The cluster of a file, or the built-in one. Throws HarepError for a file that cannot be read or is no cluster file. */
export async function readCluster(
  fileName: string | undefined,
  signal?: AbortSignal,
): Promise<ClusterDefinition> {
  if (fileName === undefined) {
    const { builtInCluster } = await import('../cluster-file/built-in-cluster.ts')
    return builtInCluster
  }
  const otherwise = 'Name one, or none for the built-in cluster.'
  const text = await readTextFile(fileName, 'cluster file', otherwise, { signal })
  // Not before there is a file to parse: the parser brings yaml along.
  const { parseClusterFile } = await import('../cluster-file/parse-cluster-file.ts')
  return parseClusterFile(text, fileName)
}
