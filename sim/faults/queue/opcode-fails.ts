import * as v from 'valibot'
import { GanetiFailure } from '../../ganeti/ganeti-failure.ts'
import { fault } from '../fault.ts'

export const OPCODES = [
  'OP_INSTANCE_FAILOVER',
  'OP_INSTANCE_MIGRATE',
  'OP_INSTANCE_MOVE',
  'OP_INSTANCE_REPLACE_DISKS',
  'OP_INSTANCE_RECREATE_DISKS',
  'OP_INSTANCE_REINSTALL',
  'OP_INSTANCE_SHUTDOWN',
  'OP_INSTANCE_STARTUP',
  'OP_TAGS_SET',
  'OP_TAGS_DEL',
] as const

/** Classes of errors with what stands behind a colon: the code of a prerequisite that does not hold. */
export const OPCODE_ERRORS = [
  'OpExecError',
  'OpPrereqError:wrong_state',
  'OpPrereqError:insufficient_resources',
  'OpPrereqError:unknown_entity',
  'OpPrereqError:environment_error',
  'HypervisorError',
  'BlockDeviceError',
] as const

export const opcodeFails = fault({
  name: 'opcode-fails',
  layer: 'queue',
  about: 'The next opcode of a kind fails with an error of that class, and has done nothing.',
  entries: { opcode: v.picklist(OPCODES), error: v.picklist(OPCODE_ERRORS) },
  text: ({ opcode, error }) => `the next ${opcode} fails with ${error}`,
  apply: ({ cluster }, { opcode, error }) => {
    const [name = '', code] = error.split(':')
    cluster.failNext(opcode, new GanetiFailure(name, code === undefined ? [SAID] : [SAID, code]))
    return true
  },
  end: ({ cluster }) => {
    for (const opcode of OPCODES) cluster.failNext(opcode, undefined)
  },
})

const SAID = 'Something went wrong that nobody had foreseen'
