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
  return taggedObjects(snapshot).flatMap(({ level, object, tags }) => {
    const expired = [...new Set(tags.filter(tag => isExpired(tag, nowSeconds)))]
    return expired.length === 0 ? [] : [{ level, object, tags: expired }]
  })
}

function isExpired(tag: string, nowSeconds: bigint): boolean {
  const meaning = parsePolicyTag(tag)
  return meaning?.kind === 'suspend-until' && nowSeconds - meaning.seconds > KEPT_SECONDS
}

/** All that may carry policy tags; nodes may not. */
function taggedObjects(snapshot: Snapshot): readonly TaggedObject[] {
  return [
    ...snapshot.instances.map(({ name, tags }) => ({ level: 'instance', object: name, tags }) as const),
    ...[...snapshot.groups.values()].map(
      ({ name, tags }) => ({ level: 'group', object: name, tags }) as const,
    ),
    { level: 'cluster', object: 'cluster', tags: snapshot.clusterTags },
  ]
}
