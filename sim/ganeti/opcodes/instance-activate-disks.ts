import { execError, GanetiFailure } from '../ganeti-failure.ts'
import { microseconds } from '../timing.ts'
import { checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { activateDisks } from './guest.ts'
import { textOf } from './input.ts'
import { instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_ACTIVATE_DISKS (Ganeti lib/cmdlib/instance_storage.py:2048-2089); as long as the start of a guest. */
export const INSTANCE_ACTIVATE_DISKS: Opcode = {
  opId: 'OP_INSTANCE_ACTIVATE_DISKS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('ignore_size', flag, false),
    defaulted('wait_for_sync', flag, false),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => [instanceLock(expandInstance(run.state, run.input, 'refused'))],
    run => {
      const instance = expandInstance(run.state, run.input, 'refused')
      return nodeLocks([run.state.primaryOf(instance), run.state.secondaryOf(instance)])
    },
  ],
  *run({ input, state, timing }) {
    const instance = expandInstance(state, input, 'refused')
    const primary = state.primaryOf(instance)
    checkNodeOnline(primary)
    yield microseconds(timing.startupMs)
    try {
      activateDisks(state, instance)
    } catch (error) {
      if (error instanceof GanetiFailure) throw execError('Cannot activate block devices')
      throw error
    }
    return instance.disks.map((_, index) => [primary.name, `disk/${index}`, `/dev/drbd${index}`])
  },
}
