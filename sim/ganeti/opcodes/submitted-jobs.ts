import { isJsonArray, type JsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import type { OpcodeRun } from './opcode.ts'

/**
 * The result of an opcode that submits jobs (ResultWithJobs, lib/mcpu.py:200-248): `{"jobs": [[true, id], ...]}`. What they
 * do not say themselves they have from it: debug level and priority; they name it as their comment, and go on with its
 * reason trail.
 */
export function resultWithJobs(run: OpcodeRun, jobs: readonly (readonly JsonObject[])[]): JsonValue {
  const { OP_ID, priority = 0, reason = [] } = run.input
  const submitted = jobs.map(opcodes =>
    opcodes.map(opcode => ({
      ...opcode,
      debug_level: 0,
      priority: opcode['priority'] ?? priority,
      comment: opcode['comment'] ?? `Submitted by ${String(OP_ID)}`,
      reason:
        isJsonArray(opcode['reason']) && isJsonArray(reason) ? [...opcode['reason'], ...reason] : reason,
    })),
  )
  return { jobs: run.submit(submitted) }
}
