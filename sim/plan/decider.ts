import { objectPermission } from '../../src/policy/object-permission.ts'
import type { Level, Permission } from '../../src/policy/permission.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'

/** What the tags of a cluster allow for an instance at a time: the nearest object that says anything decides. */
export function permissionIn(
  { instances, nodes, groups, clusterTags }: ClusterSnapshot,
  name: string,
  nowUs: number,
): Permission {
  const judgement = { nowSeconds: BigInt(Math.floor(nowUs / 1_000_000)), unreadableSuspends: true }
  const said = (level: Level, object: string, tags: readonly string[]) =>
    objectPermission({ level, object, tags }, judgement)
  const instance = instances.find(one => one.name === name)
  const group = nodes.find(node => node.name === instance?.primary)?.group ?? ''
  return (
    said('instance', name, instance?.tags ?? []) ??
    said('group', group, groups.find(one => one.name === group)?.tags ?? []) ??
    said('cluster', 'cluster', clusterTags) ?? { kind: 'not-enabled' }
  )
}
