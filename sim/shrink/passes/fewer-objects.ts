import type { ClusterDefinition } from '../../ganeti/cluster-definition.ts'
import { namedIn } from '../../scenario/named-in.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Pass } from '../pass.ts'
import { without } from '../without.ts'

/** Leaves out instances, nodes and groups, with all that names them. */
export const fewerObjects: Pass = function* (scenario) {
  const { cluster } = scenario
  for (const instances of without(cluster.instances)) yield naming(scenario, { ...cluster, instances })
  for (const nodes of without(cluster.nodes)) yield naming(scenario, withNodes(cluster, nodes))
  for (const groups of without(cluster.groups)) {
    const [first] = cluster.groups
    const left = new Set(groups.map(({ name }) => name))
    const nodes = cluster.nodes.filter(({ group = first?.name ?? '' }) => left.has(group))
    yield naming(scenario, withNodes({ ...cluster, groups }, nodes))
  }
}

function withNodes(cluster: ClusterDefinition, nodes: ClusterDefinition['nodes']): ClusterDefinition {
  const left = new Set(nodes.map(({ name }) => name))
  const isLeft = (name: string | undefined) => name === undefined || left.has(name)
  const instances = cluster.instances.filter(({ primary, secondary }) => isLeft(primary) && isLeft(secondary))
  return { ...cluster, nodes, instances }
}

/** The scenario on that cluster, without whatever names an object that it does not have. */
function naming(scenario: Scenario, cluster: ClusterDefinition): Scenario {
  const names = {
    node: new Set(cluster.nodes.map(({ name }) => name)),
    nodegroup: new Set(cluster.groups.map(({ name }) => name)),
    instance: new Set(cluster.instances.map(({ name }) => name)),
  }
  const timeline = scenario.timeline.filter(happening =>
    namedIn({ ...happening }).every(({ kind, name }) => names[kind].has(name)),
  )
  return { ...scenario, cluster, timeline }
}
