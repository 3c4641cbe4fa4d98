import { toJsonSchema } from '@valibot/to-json-schema'
import { SCENARIO_SCHEMA } from './scenario-schema.ts'

/**
 * The schema of a scenario file as JSON Schema, for editors, with every fault that there is. Of what it cannot say (that names
 * agree, say) reading a file tells.
 */
export function scenarioEditorSchema(): string {
  const { $schema, ...rest } = toJsonSchema(SCENARIO_SCHEMA, { errorMode: 'ignore', typeMode: 'input' })
  const { properties, ...others } = rest
  const named = { type: 'string', description: 'Name of a cluster file, relative to this file.' } as const
  const cluster = { anyOf: [named, properties?.['cluster'] ?? {}] }
  const schema = {
    $schema,
    title: 'Scenario file of harep-sim',
    ...others,
    properties: { ...properties, cluster },
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
