import { readHaskellInteger } from '../cluster/haskell-integer.ts'
import { parseRepairType, type RepairType } from '../cluster/repair-type.ts'
import { chompPrefix } from '../cluster/tag-text.ts'

/** The tags that an admin writes (tags.md section 3; Ganeti src/Ganeti/HTools/Tags/Constants.hs:88-100). */
const ENABLED = 'ganeti:watcher:autorepair:'
const SUSPENDED = 'ganeti:watcher:autorepair:suspend:'

export type PolicyTag =
  | { readonly kind: 'enable'; readonly type: RepairType }
  | { readonly kind: 'suspend-forever' }
  | { readonly kind: 'suspend-until'; readonly seconds: bigint }
  | { readonly kind: 'suspend-unreadable' }

/** What `tag` says about repairs, or undefined when it says nothing: harep's own state tags and all foreign ones. */
export function parsePolicyTag(tag: string): PolicyTag | undefined {
  const suspension = chompPrefix(SUSPENDED, tag)
  if (suspension === '') return { kind: 'suspend-forever' }
  if (suspension !== undefined) {
    const seconds = readHaskellInteger(suspension)
    return seconds === undefined ? { kind: 'suspend-unreadable' } : { kind: 'suspend-until', seconds }
  }
  const type = parseRepairType(chompPrefix(ENABLED, tag) ?? '')
  return type === undefined ? undefined : { kind: 'enable', type }
}
