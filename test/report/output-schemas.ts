import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import {
  CLEAR_OUTPUT,
  ERROR_OUTPUT,
  EXPLAIN_OUTPUT,
  RUN_OUTPUT,
  STATUS_OUTPUT,
} from '../../src/report/output-schema.ts'

/** What --output=json prints, whichever command it is; the key `schema` tells. */
export const OUTPUT = v.variant('schema', [
  RUN_OUTPUT,
  STATUS_OUTPUT,
  EXPLAIN_OUTPUT,
  CLEAR_OUTPUT,
  ERROR_OUTPUT,
])

/** The text of docs/harep-output.schema.json. */
export function outputSchemaText(): string {
  const { $schema, ...rest } = toJsonSchema(OUTPUT, { errorMode: 'ignore' })
  return `${JSON.stringify({ $schema, title: 'What harep --output=json prints', ...rest }, null, 2)}\n`
}

/** The output, read as JSON; throws where it is none of those that the schema describes. */
export function parsedOutput(text: string): v.InferOutput<typeof OUTPUT> {
  return v.parse(OUTPUT, JSON.parse(text))
}
