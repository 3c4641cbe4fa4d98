import type { JsonObject } from '../../../src/cluster/json.ts'
import { inFieldOrder } from '../opcodes/decode-opcode.ts'
import type { JobOpcode } from './job.ts'

/** Changes parameters as a job's file shows them: in their order, and one without a value (null) is left out. */
export function fill(opcode: JobOpcode, parameters: JsonObject): void {
  const filled = Object.entries({ ...opcode.input, ...parameters })
  const isShown = (name: string) => parameters[name] !== null
  opcode.input = inFieldOrder(opcode.opcode, Object.fromEntries(filled.filter(([name]) => isShown(name))))
}
