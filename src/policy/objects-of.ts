import type { Instance } from '../cluster/instance.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import type { TaggedObject } from './object-permission.ts'

/** The objects whose tags count for an instance, the nearest first. */
export function objectsOf(
  instance: Instance,
  { nodes, groups, clusterTags }: Snapshot,
): readonly TaggedObject[] {
  const group = groups.get(nodes.get(instance.primary)?.groupUuid ?? '')
  return [
    { level: 'instance', object: instance.name, tags: instance.tags },
    ...(group ? [{ level: 'group', object: group.name, tags: group.tags } as const] : []),
    { level: 'cluster', object: 'cluster', tags: clusterTags },
  ]
}
