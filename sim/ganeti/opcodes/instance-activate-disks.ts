import { execError } from '../ganeti-failure.ts'
import type { InstanceState } from '../state/objects.ts'
import { storageKind } from '../state/templates.ts'
import { checkNodeOnline } from './checks.ts'
import { expandInstance } from './expand.ts'
import { assembleDisks, nodesOf, setDisksActive } from './guest.ts'
import { flagOf, textOf } from './input.ts'
import { instanceLock, nodeLocks } from './lock-requests.ts'
import { waitForSync } from './mirror-checks.ts'
import type { Opcode } from './opcode.ts'
import { defaulted, flag, nonEmptyText, optional, required, text } from './opcode-field.ts'

/** OP_INSTANCE_ACTIVATE_DISKS (Ganeti lib/cmdlib/instance_storage.py:2048-2089): brings a mirror together again. */
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
    run => [instanceLock(expandInstance(run, 'refused'))],
    run => nodeLocks(nodesOf(run.state, expandInstance(run, 'refused'))),
  ],
  *run(run) {
    const { state, input } = run
    const instance = expandInstance(run, 'refused')
    checkNodeOnline(state.primaryOf(instance))
    yield 0
    if (!assembleDisks(run, instance, 'needed')) throw execError('Cannot activate block devices')
    if (flagOf(input, 'wait_for_sync') && !(yield* waitForSync(run, instance))) {
      setDisksActive(state, instance, false)
      throw execError('Some disks of the instance are degraded!')
    }
    const primary = state.primaryOf(instance)
    return instance.disks.map((_, index) => [primary.name, `disk/${index}`, devicePath(instance, index)])
  },
}

/** Where the primary node has the disk. */
function devicePath(instance: InstanceState, index: number): string {
  const uuid = instance.disks[index]?.uuid
  switch (storageKind(instance.diskTemplate)) {
    case 'mirrored':
      return `/dev/drbd${index}`
    case 'node':
      return instance.diskTemplate === 'plain'
        ? `/dev/xenvg/${uuid}.disk${index}`
        : `/srv/ganeti/file-storage/${instance.name}/${uuid}.file.disk${index}`
    default:
      return `/dev/${instance.diskTemplate}/${uuid}.disk${index}`
  }
}
