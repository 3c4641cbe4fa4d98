import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import { inFieldOrder } from '../opcodes/decode-opcode.ts'
import type { JobOpcode } from './job.ts'

/** Changes parameters as a job's file shows them: in their order, and one without a value (null) is left out. */
export function fill(opcode: JobOpcode, parameters: JsonObject): void {
  const filled: { [name: string]: JsonValue } = {}
  for (const values of [opcode.input, parameters]) {
    for (const name of Object.keys(values)) if (parameters[name] !== null) filled[name] = values[name] ?? null
  }
  opcode.input = inFieldOrder(opcode.opcode, filled)
}
