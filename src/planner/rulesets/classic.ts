import { HarepError } from '../../cluster/harep-error.ts'
import type { Instance } from '../../cluster/instance.ts'
import { isInService } from '../../cluster/node.ts'
import { failover, recreateDisksByHail, reinstall, replaceSecondary } from '../../cluster/opcode.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { onOneLine } from '../../cluster/unprintable.ts'
import type { Diagnosis } from '../diagnosis.ts'

/**
 * The original's table (Ganeti Harep.hs detectBroken), with its traps: a drained node, or one that is not vm_capable, is
 * taken for a dead one; migrate is never due; only drbd and plain have repairs.
 */
export const classic = { diagnose }

/** The original crashes when the turn of a drbd instance without a secondary node comes, healthy or not. */
export class DrbdWithoutSecondaryError extends HarepError {
  readonly code = 'DRBD_WITHOUT_SECONDARY'

  constructor(instance: string) {
    super(
      `instance ${onOneLine(instance)} is of the template drbd and has no secondary node; the original crashes here too, and without --classic this instance is left out`,
    )
  }
}

function diagnose(instance: Instance, snapshot: Snapshot): Diagnosis {
  const { name, primary, secondary, diskTemplate } = instance
  const bad = (nodeName: string) => {
    const node = snapshot.nodes.get(nodeName)
    return node === undefined || !isInService(node)
  }
  if (diskTemplate === 'drbd') {
    if (secondary === undefined) throw new DrbdWithoutSecondaryError(name)
    if (bad(primary) && bad(secondary)) return recreation(name, [primary, secondary])
    if (bad(primary)) {
      const reason = { code: 'primary-offline', node: primary, secondary } as const
      return {
        kind: 'broken',
        type: 'failover',
        opcodes: [failover(name)],
        reason,
      }
    }
    if (bad(secondary)) {
      const reason = { code: 'secondary-offline', node: secondary } as const
      return {
        kind: 'broken',
        type: 'fix-storage',
        opcodes: [replaceSecondary(name)],
        reason,
      }
    }
  }
  if (diskTemplate === 'plain' && bad(primary)) return recreation(name, [primary])
  return { kind: 'fine', reason: { code: 'nodes-fine' } }
}

function recreation(name: string, nodes: readonly string[]): Diagnosis {
  const opcodes = [recreateDisksByHail(name), reinstall(name)]
  return { kind: 'broken', type: 'reinstall', opcodes, reason: { code: 'all-copies-offline', nodes } }
}
