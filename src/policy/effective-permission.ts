import type { Instance } from '../cluster/instance.ts'
import type { Snapshot } from '../cluster/snapshot.ts'
import { type Judgement, objectPermission } from './object-permission.ts'
import type { Permission } from './permission.ts'

/**
 * Tells for each instance of a snapshot what the tags allow: the nearest object that says anything decides alone, from
 * the instance over the group of its primary node to the cluster. Tags of nodes do not count (harep-observed.md section
 * 8). Cluster and groups are judged once, not once an instance.
 */
export function effectivePermission(
  snapshot: Snapshot,
  judgement: Judgement,
): (instance: Instance) => Permission {
  const ofCluster = objectPermission(
    { level: 'cluster', object: 'cluster', tags: snapshot.clusterTags },
    judgement,
  ) ?? {
    kind: 'not-enabled',
  }
  const ofGroup = new Map(
    [...snapshot.groups.values()].map(({ uuid, name, tags }) => [
      uuid,
      objectPermission({ level: 'group', object: name, tags }, judgement) ?? ofCluster,
    ]),
  )
  return instance =>
    objectPermission({ level: 'instance', object: instance.name, tags: instance.tags }, judgement) ??
    ofGroup.get(snapshot.nodes.get(instance.primary)?.groupUuid ?? '') ??
    ofCluster
}
