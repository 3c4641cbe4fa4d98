import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import type { SmallCluster } from './small-cluster.ts'

/** What stands on the three kinds of objects that speak; nothing where absent. */
export interface Tags {
  readonly cluster?: readonly string[]
  readonly groups?: readonly string[]
  readonly instances?: readonly string[]
}

/** The name of the node of this number. */
export function nodeName(node: number): string {
  return `node${node + 1}`
}

/** A small cluster as the simulator builds it, with room for everything everywhere. */
export function clusterDefinitionOf({ layout, instances }: SmallCluster, tags: Tags): ClusterDefinition {
  const groups = [...new Set(layout.groups)].map(group => `group${group + 1}`)
  const nodes = layout.groups.map((group, node) => ({
    name: nodeName(node),
    group: `group${group + 1}`,
    memoryMiB: 8_192,
  }))
  const apart = { name: 'master', group: 'group1', memoryMiB: 8_192 }
  return {
    cluster: { name: 'cluster.example.com', ...(tags.cluster && { tags: tags.cluster }) },
    groups: groups.map(name => ({ name, ...(tags.groups && { tags: tags.groups }) })),
    nodes: layout.master === 'apart' ? [apart, ...nodes] : nodes,
    instances: instances.map(({ template, primary, secondary, isUp }, index) => ({
      name: `vm${index + 1}`,
      diskTemplate: template,
      primary: nodeName(primary),
      ...(secondary !== undefined && { secondary: nodeName(secondary) }),
      ...(template !== 'diskless' && { disksMiB: [128] }),
      memoryMiB: 512,
      ...(!isUp && { adminState: 'down' as const }),
      ...(tags.instances && { tags: tags.instances }),
    })),
  }
}

/** A small cluster in a few words. */
export function describeCluster({ layout, instances }: SmallCluster): string {
  const groups = new Set(layout.groups).size
  const nodes = `${layout.groups.length} node${layout.groups.length === 1 ? '' : 's'}`
  const master = layout.master === 'apart' ? ' and a master apart' : ''
  const homes = instances.map(
    ({ template, primary, secondary, isUp }) =>
      `${isUp ? '' : 'stopped '}${template} on ${nodeName(primary)}${secondary === undefined ? '' : `/${nodeName(secondary)}`}`,
  )
  return `${nodes}${groups > 1 ? ' in two groups' : ''}${master}; ${homes.length === 0 ? 'no instance' : homes.join(', ')}`
}
