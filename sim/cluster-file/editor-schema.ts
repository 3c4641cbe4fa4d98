import { toJsonSchema } from '@valibot/to-json-schema'
import { CLUSTER_FILE_SCHEMA } from './cluster-file-schema.ts'

/**
 * The schema of a cluster file as JSON Schema, for editors: they complete keys, show what each means and mark what is
 * wrong while one writes. Reading a file checks more: what JSON Schema cannot say (that names agree, say) is left out here.
 */
export function editorSchema(): string {
  const schema = toJsonSchema(CLUSTER_FILE_SCHEMA, { errorMode: 'ignore' })
  const { $schema, ...rest } = schema
  return `${JSON.stringify({ $schema, title: 'Cluster file of harep-sim', ...rest }, null, 2)}\n`
}
