import type { ClusterDefinition, InstanceDefinition } from '../../sim/ganeti/cluster-definition.ts'
import type { Timing } from '../../sim/ganeti/timing.ts'

/** The node that dies in the cluster of deadNodeCluster(). The first node is the master. */
export const DEAD_NODE = 'node2.example.com'

/** A cluster on which nothing is wrong: drbd instances, twenty a node, every tenth with a tag of its admin's. */
export function healthyCluster(count: number): ClusterDefinition {
  const nodeCount = Math.max(4, Math.ceil(count / 20))
  return {
    ...clusterOf(
      nodeCount,
      Array.from({ length: count }, (_, index) => onNode(index, index + 1, index + 2, nodeCount)),
    ),
  }
}

/** As many drbd instances on one node, whose secondaries are on twenty others; failovers are allowed. */
export function deadNodeCluster(count: number, timing: Partial<Timing>): ClusterDefinition {
  const instances = Array.from(
    { length: count },
    (_, index): InstanceDefinition => ({
      ...onNode(index, 0, 0, 1),
      primary: DEAD_NODE,
      secondary: nodeName(2 + (index % 20)),
    }),
  )
  const { cluster, ...rest } = clusterOf(22, instances)
  return { ...rest, cluster: { ...cluster, tags: ['ganeti:watcher:autorepair:failover'] }, timing }
}

function clusterOf(nodeCount: number, instances: readonly InstanceDefinition[]): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: nodeCount }, (_, index) => ({
      name: nodeName(index),
      memoryMiB: 262_144,
      diskMiB: 1_048_576,
    })),
    instances,
  }
}

function onNode(index: number, primary: number, secondary: number, nodeCount: number): InstanceDefinition {
  return {
    name: `inst${index}.example.com`,
    diskTemplate: 'drbd',
    primary: nodeName(primary % nodeCount),
    secondary: nodeName(secondary % nodeCount),
    memoryMiB: 128,
    tags: index % 10 === 0 ? [`owner:team${index % 7}`] : [],
  }
}

function nodeName(index: number): string {
  return `node${index + 1}.example.com`
}
