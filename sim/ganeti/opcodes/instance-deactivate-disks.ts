import { checkAdminState } from './checks.ts'
import { expandInstance } from './expand.ts'
import { nodesOf, shutDownDisks } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { instanceLock, nodeLocks } from './lock-requests.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_DEACTIVATE_DISKS (Ganeti lib/cmdlib/instance_storage.py:2092-2124). */
export const INSTANCE_DEACTIVATE_DISKS: Opcode = {
  opId: 'OP_INSTANCE_DEACTIVATE_DISKS',
  fields: [
    required('instance_name', text),
    optional('instance_uuid', nonEmptyText),
    defaulted('force', flag, false),
  ],
  summaryOf: input => textOf(input, 'instance_name'),
  lockStages: [
    run => [instanceLock(expandInstance(run, 'refused'))],
    run => nodeLocks(nodesOf(run.state, expandInstance(run, 'refused'))),
  ],
  *run(run) {
    const instance = expandInstance(run, 'refused')
    yield 0
    if (!flagOf(run.input, 'force')) checkAdminState(run, instance, ['down'], 'cannot shutdown disks')
    shutDownDisks(run, instance)
    return null
  },
}
