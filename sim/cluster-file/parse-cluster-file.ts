import * as v from 'valibot'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { ClusterFileError } from './cluster-file-error.ts'
import { CLUSTER_FILE_SCHEMA } from './cluster-file-schema.ts'
import { findContradiction } from './cross-references.ts'
import { firstProblem } from './schema-issue.ts'
import { readYaml } from './yaml-text.ts'

/**
 * Reads a cluster file, YAML or JSON (which is YAML). Throws ClusterFileError that names the place and what to do about it.
 *
 * @param fileName for messages only
 */
export function parseClusterFile(text: string, fileName: string): ClusterDefinition {
  const fail = (message: string) => new ClusterFileError(message)
  const { data, place } = readYaml(text, fileName, 'cluster, groups, nodes and instances', fail)
  const parsed = v.safeParse(CLUSTER_FILE_SCHEMA, data)
  if (!parsed.success) {
    const { path, message } = firstProblem(CLUSTER_FILE_SCHEMA, parsed.issues)
    throw fail(`${place(path)}: ${message}`)
  }
  const contradiction = findContradiction(parsed.output)
  if (contradiction !== undefined) throw fail(`${place(contradiction.path)}: ${contradiction.message}`)
  return parsed.output
}
