import { readHaskellInteger } from '../../../src/cluster/haskell-integer.ts'
import type { DefinedDiskTemplate } from '../../ganeti/cluster-definition.ts'
import { rungOf } from '../../invariants/watch/allowed.ts'

/**
 * What the original does about one instance, as a table (harep-observed.md sections 7 to 9), written apart from the classic ruleset. Asked of
 * Debian's own program in test/conformance/classic-table.test.ts.
 */

/** The flags of a node that the original takes for one that is lost: each of them, the drained one included. */
export interface ClassicNode {
  readonly offline: boolean
  readonly drained: boolean
  readonly vmCapable: boolean
}

/** A repair that the original would make, with its opcodes behind the delay. */
export interface ClassicRepair {
  readonly type: 'fix-storage' | 'failover' | 'reinstall'
  readonly opcodes: string
}

const REINSTALL: ClassicRepair = { type: 'reinstall', opcodes: 'RECREATE_DISKS+REINSTALL' }
const FAILOVER: ClassicRepair = { type: 'failover', opcodes: 'FAILOVER' }
const FIX_STORAGE: ClassicRepair = { type: 'fix-storage', opcodes: 'REPLACE_DISKS' }

/** The repair that the nodes call for; undefined where the original is silent. What runs, and what should, does not matter to it. */
export function classicRepair(
  template: DefinedDiskTemplate,
  primary: ClassicNode,
  secondary: ClassicNode | undefined,
): ClassicRepair | undefined {
  const isPrimaryLost = isLost(primary)
  if (template === 'plain') return isPrimaryLost ? REINSTALL : undefined
  if (template !== 'drbd' || secondary === undefined) return undefined
  if (isLost(secondary)) return isPrimaryLost ? REINSTALL : FIX_STORAGE
  return isPrimaryLost ? FAILOVER : undefined
}

function isLost({ offline, drained, vmCapable }: ClassicNode): boolean {
  return offline || drained || !vmCapable
}

/** How far its tags let repairs go, the nearest object first: a suspension that it cannot read counts for nothing. */
export function classicAllowed(
  objects: readonly Iterable<string>[],
  nowSeconds: bigint,
): number | 'suspended' {
  for (const tags of objects) {
    let least = 0
    for (const tag of tags) {
      const [, suspension, , until, type] =
        /^ganeti:watcher:autorepair:(?:(suspend)(:(.*))?|(fix-storage|migrate|failover|reinstall))$/su.exec(
          tag,
        ) ?? []
      if (suspension !== undefined) {
        const untilSeconds = until === undefined || until === '' ? undefined : readHaskellInteger(until)
        const isForEver = until === undefined || until === ''
        if (isForEver || (untilSeconds !== undefined && untilSeconds > nowSeconds)) return 'suspended'
      } else if (type !== undefined) {
        least = least === 0 ? rungOf(type) : Math.min(least, rungOf(type))
      }
    }
    if (least > 0) return least
  }
  return 0
}

/** What the original does in the end: `do TYPE OPCODES`, `refuse TYPE`, or nothing. */
export function classicAction(repair: ClassicRepair | undefined, allowed: number | 'suspended'): string {
  if (repair === undefined || allowed === 'suspended' || allowed === 0) return 'nothing'
  return rungOf(repair.type) > allowed ? `refuse ${repair.type}` : `do ${repair.type} ${repair.opcodes}`
}
