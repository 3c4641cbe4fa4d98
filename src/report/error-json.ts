import type { HarepError } from '../cluster/harep-error.ts'
import type { ErrorOutput } from './output-schema.ts'

/** What --output=json prints of an error that ends a command which has nothing else to print then. */
export function errorJson({ code, message, exitCode }: HarepError): ErrorOutput {
  return { schema: 'harep-error/1', exitCode, error: { code, message } }
}
