import type { JsonObject } from '../../../src/cluster/json.ts'
import type { FinishedJobDefinition } from '../cluster-definition.ts'
import type { Opcode } from '../opcodes/opcode.ts'
import { OPCODES } from '../opcodes/registry.ts'
import type { Job } from './job.ts'

/**
 * The field that a job's summary shows, of opcodes that the simulator does not carry out itself but whose jobs a cluster
 * has in its history: those that made it (opcodes.md section 0; Ganeti src/Ganeti/OpCodes.hs, opSummaryVal).
 */
const SUMMARY_FIELDS: Readonly<Record<string, string>> = {
  OP_NODE_ADD: 'node_name',
  OP_NODE_REMOVE: 'node_name',
  OP_GROUP_ADD: 'group_name',
  OP_GROUP_SET_PARAMS: 'group_name',
  OP_GROUP_ASSIGN_NODES: 'group_name',
  OP_INSTANCE_CREATE: 'instance_name',
  OP_INSTANCE_REMOVE: 'instance_name',
  OP_INSTANCE_SET_PARAMS: 'instance_name',
}

/** A job that was over before the simulation began, which is at `nowUs`. Throws RangeError for an opcode without an OP_ID. */
export function finishedJob(id: number, definition: FinishedJobDefinition, nowUs: number): Job {
  const { opcodes, statuses, results, priorities, receivedSeconds, endSeconds } = definition
  const endUs = timeUs(endSeconds, nowUs)
  const receivedUs = Math.min(endUs, timeUs(receivedSeconds, endUs))
  return {
    id,
    opcodes: opcodes.map((input, index) => ({
      opcode: opcodeOf(input),
      input: { reason: [], ...input },
      status: statuses?.[index] ?? 'success',
      result: results?.[index] ?? null,
      priority: priorities?.[index] ?? 0,
      log: [],
      startUs: receivedUs,
      execUs: receivedUs,
      endUs,
    })),
    receivedUs,
    startUs: receivedUs,
    endUs,
    isArchived: false,
    logSerial: 0,
  }
}

/** History is never later than now, whatever the clock of its source says. */
function timeUs(seconds: number | undefined, latestUs: number): number {
  return seconds === undefined ? latestUs : Math.min(latestUs, Math.round(seconds * 1_000_000))
}

function opcodeOf(input: JsonObject): Opcode {
  const opId = input['OP_ID']
  if (typeof opId !== 'string') throw new RangeError('an opcode of a finished job has no OP_ID')
  const known = OPCODES.get(opId)
  if (known !== undefined) return known
  const field = SUMMARY_FIELDS[opId]
  return {
    opId,
    fields: [],
    summaryOf: ({ [field ?? '']: value }) => (typeof value === 'string' ? value : undefined),
    lockStages: [],
    run: () => {
      throw new RangeError(`${opId} is history and is never run`)
    },
  }
}
