import { objectPermission } from '../../src/policy/object-permission.ts'
import type { Decider, Level } from '../../src/policy/permission.ts'
import type { ClusterSnapshot } from '../ganeti/cluster-snapshot.ts'

/** The tag that allows repairs of an instance at a time, as the original reads tags; it does not tell by itself. */
export function classicDecider(
  { instances, nodes, groups, clusterTags }: ClusterSnapshot,
  name: string,
  nowUs: number,
): Decider | undefined {
  const judgement = { nowSeconds: BigInt(Math.floor(nowUs / 1_000_000)), unreadableSuspends: false }
  const said = (level: Level, object: string, tags: readonly string[]) =>
    objectPermission({ level, object, tags }, judgement)
  const instance = instances.find(one => one.name === name)
  const group = nodes.find(node => node.name === instance?.primary)?.group ?? ''
  const permission =
    said('instance', name, instance?.tags ?? []) ??
    said('group', group, groups.find(one => one.name === group)?.tags ?? []) ??
    said('cluster', 'cluster', clusterTags)
  return permission?.kind === 'enabled' ? permission.by : undefined
}
