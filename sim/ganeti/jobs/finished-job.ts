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

/** A job that was over, with success, before the simulation began. Throws RangeError for an opcode without an OP_ID. */
export function finishedJob(id: number, definition: FinishedJobDefinition, timeUs: number): Job {
  return {
    id,
    opcodes: definition.opcodes.map(input => ({
      opcode: opcodeOf(input),
      input: { reason: [], ...input },
      status: 'success',
      result: null,
      priority: 0,
      log: [],
      startUs: timeUs,
      execUs: timeUs,
      endUs: timeUs,
    })),
    receivedUs: timeUs,
    startUs: timeUs,
    endUs: timeUs,
    isArchived: false,
    logSerial: 0,
  }
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
