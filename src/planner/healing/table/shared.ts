import type { Instance } from '../../../cluster/instance.ts'
import type { Node } from '../../../cluster/node.ts'
import type { Diagnosis } from '../diagnosis.ts'
import { runs } from '../running.ts'
import { blocked, broken } from './verdict.ts'

/** The rows for disks that every node of the group can reach, and for no disks at all. */
export function diagnoseShared(instance: Instance, primary: Node): Diagnosis {
  const { name: node } = primary
  if (primary.offline)
    return broken('failover', { kind: 'relocate', by: 'failover' }, { code: 'shared-offline', node })
  // Its user shut it down from within; a failover would start it.
  if (instance.status === 'USER_down') return blocked({ code: 'user-down', node })
  const by = runs(instance) ? 'migrate' : 'failover'
  return broken('migrate', { kind: 'relocate', by }, { code: 'shared-drained', node })
}
