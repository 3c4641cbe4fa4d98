import type {
  ClusterDefinition,
  GroupDefinition,
  InstanceDefinition,
  NodeDefinition,
} from '../ganeti/cluster-definition.ts'

/** Who is there for things to happen to: all names in a timeline are of these. */
export interface Cast {
  readonly groups: readonly GroupDefinition[]
  /** At least two; the first is the master when the play begins. */
  readonly nodes: readonly NodeDefinition[]
  readonly instances: readonly InstanceDefinition[]
  /** How often cron starts harep. */
  readonly everySeconds: number
}

/** The part of a cluster that things happen to. */
export function castOf(cluster: ClusterDefinition, everySeconds: number): Cast {
  const { groups, nodes, instances } = cluster
  return { groups, nodes, instances, everySeconds }
}

/** The nodes that instances live on, each as often as one does; all nodes where there is no instance. */
export function usedNodes({ nodes, instances }: Cast): readonly string[] {
  if (instances.length === 0) return nodes.map(({ name }) => name)
  return instances.flatMap(({ primary, secondary }) =>
    secondary === undefined ? [primary] : [primary, secondary],
  )
}
