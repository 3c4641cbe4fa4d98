import type { ClusterObject, GroupState, InstanceState, NodeState, Volume } from './state/objects.ts'

/**
 * What is the case in a simulated cluster, for whoever judges it: to be read, at any moment, and never to be changed. Unlike a
 * snapshot it costs nothing, and goes on changing.
 */
export interface ClusterTruth {
  readonly cluster: Readonly<ClusterObject>
  readonly groupsByName: ReadonlyMap<string, Readonly<GroupState>>
  readonly nodesByName: ReadonlyMap<string, Readonly<NodeState>>
  readonly instancesByName: ReadonlyMap<string, Readonly<InstanceState>>
  /** Volumes outside of the nodes, by the UUID of their disk. */
  readonly sharedVolumes: ReadonlyMap<string, Readonly<Volume>>
  group(uuid: string): Readonly<GroupState>
  node(uuid: string): Readonly<NodeState>
}
