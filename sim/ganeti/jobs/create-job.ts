import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'
import type { DecodedOpcode } from '../opcodes/decode-opcode.ts'
import { resolveDependencies } from './dependencies.ts'
import type { Job, JobOpcode } from './job.ts'

/** A job as luxid makes it of a submission. Throws GanetiFailure for a dependency before the first job. */
export function createJob(id: number, opcodes: readonly DecodedOpcode[], nowUs: number): Job {
  const made: JobOpcode[] = []
  for (const [index, { opcode, input }] of opcodes.entries()) {
    const resolved = resolveDependencies(input, id)
    made.push({
      opcode,
      input: withReason(resolved, opcode.opId, id, index, nowUs),
      status: 'queued',
      result: null,
      priority: Number(input['priority']),
      log: [],
      startUs: undefined,
      execUs: undefined,
      endUs: undefined,
    })
  }
  return {
    id,
    opcodes: made,
    receivedUs: nowUs,
    startUs: undefined,
    endUs: undefined,
    isArchived: false,
    logSerial: 0,
  }
}

/** luxid adds the opcode itself to the reason trail (jobs.md section 3), with the time in nanoseconds. */
function withReason(
  input: JsonObject,
  opId: string,
  jobId: number,
  index: number,
  nowUs: number,
): JsonObject {
  const trail = input['reason']
  const source = `gnt:opcode:${opId.slice('OP_'.length).toLowerCase()}`
  // The product is beyond 2^53, but a multiple of 1000 with 16 digits before: it prints with exactly these digits.
  const entry = [source, `job=${jobId};index=${index}`, nowUs * 1_000]
  return { ...input, reason: isJsonArray(trail) ? [...trail, entry] : [entry] }
}
