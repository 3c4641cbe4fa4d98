import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'

/** What is assumed to fail before the plan begins: names of nodes, each in one list at most. */
export interface Assumptions {
  /** Their power is cut, and they are marked offline. */
  readonly offline: readonly string[]
  readonly drained: readonly string[]
  /** Their power is cut, and nobody has marked them. */
  readonly dead: readonly string[]
}

/** Lets it happen, at once and as if the admin's commands had long been through. Throws RangeError for an unknown node. */
export function assume(cluster: SimulatedCluster, { offline, drained, dead }: Assumptions): void {
  for (const node of [...offline, ...dead]) cluster.powerOff(node)
  for (const node of offline) cluster.setNodeOffline(node, true)
  for (const node of drained) cluster.setNodeDrained(node, true)
}
