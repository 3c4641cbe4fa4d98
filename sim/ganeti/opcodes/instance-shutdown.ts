import { execError } from '../ganeti-failure.ts'
import { answers } from '../state/hardware.ts'
import { microseconds } from '../timing.ts'
import { checkAdminState, checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { setAdminState, setDisksActive } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { instanceLock } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, natural, nonEmptyText, oneOf, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_SHUTDOWN (opcodes.md section 9; Ganeti lib/cmdlib/instance_operation.py:192-310). */
export const INSTANCE_SHUTDOWN: Opcode = {
  opId: 'OP_INSTANCE_SHUTDOWN',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force', flag, false),
    defaulted('ignore_offline_nodes', flag, false),
    defaulted('timeout', natural, 120),
    defaulted('no_remember', flag, false),
    optional('admin_state_source', oneOf('AdminStateSource', ['admin', 'user'])),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [run => [instanceLock(expandInstance(run.state, run.input, 'refused'))]],
  *run({ input, state, timing }) {
    const instance = expandInstance(state, input, 'refused')
    if (!flagOf(input, 'force')) checkAdminState(state, instance, ['down', 'up'])
    const primary = state.primaryOf(instance)
    const isIgnored = primary.offline && flagOf(input, 'ignore_offline_nodes')
    if (!isIgnored) checkNodeOnline(primary)
    yield microseconds(timing.shutdownMs)
    if (!flagOf(input, 'no_remember') && instance.adminState === 'up') setAdminState(state, instance, 'down')
    // On an offline node nothing is stopped: the instance is only marked, and its disks stay marked as active.
    if (isIgnored) return null
    if (!answers(primary)) throw execError(`Could not shutdown instance '${instance.name}': no answer`)
    primary.hardware.guests.delete(instance.uuid)
    setDisksActive(state, instance, false)
    return null
  },
}
