import type { Snapshot } from '../cluster/snapshot.ts'
import type { TaggedObject } from './object-permission.ts'
import { parsePolicyTag } from './policy-tag.ts'

/** A suspension counts no more from its very time on, but its tag stays this long: the clock may yet jump back. */
const KEPT_SECONDS = 24n * 60n * 60n

/**
 * The suspend tags whose time passed more than 24 hours before `nowSeconds` (since the epoch), which the design of
 * auto-repair wants removed: of each object that has some exactly these, in its own order, none twice, since Ganeti
 * refuses to delete a tag twice. First the instances, then the groups, both in the order of the snapshot, then the
 * cluster. Tags without a time, with one that cannot be read or one that is newer stay.
 *
 * Each element is one OP_TAGS_DEL: for level `instance` of kind `instance`, for `group` of kind `nodegroup`, both with
 * the object as name; for `cluster` of kind `cluster`, with null for a name (tags.md section 1). That a tag is not found
 * then is fine: the admin was faster.
 */
export function expiredSuspensions(snapshot: Snapshot, nowSeconds: bigint): readonly TaggedObject[] {
  const found: TaggedObject[] = []
  const take = (level: TaggedObject['level'], object: string, tags: readonly string[]) => {
    // Most objects have none, and there may be 100,000: no list is made for those.
    if (!tags.some(tag => isExpired(tag, nowSeconds))) return
    found.push({ level, object, tags: [...new Set(tags.filter(tag => isExpired(tag, nowSeconds)))] })
  }
  for (const { name, tags } of snapshot.instances) take('instance', name, tags)
  for (const { name, tags } of snapshot.groups.values()) take('group', name, tags)
  take('cluster', 'cluster', snapshot.clusterTags)
  return found
}

function isExpired(tag: string, nowSeconds: bigint): boolean {
  const meaning = parsePolicyTag(tag)
  return meaning?.kind === 'suspend-until' && nowSeconds - meaning.seconds > KEPT_SECONDS
}
