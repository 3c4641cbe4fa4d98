import type { ClusterDefinition, InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { NO_TIME } from '../../../sim/ganeti/timing.ts'

/** Four nodes in a group, one in another; everything happens at once. */
export function smallCluster(...instances: InstanceDefinition[]): ClusterDefinition {
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
    timing: NO_TIME,
    groups: [{ name: 'default' }, { name: 'other', allocPolicy: 'last_resort' }],
    nodes: [
      { name: 'node1' },
      { name: 'node2' },
      { name: 'node3' },
      { name: 'node4' },
      { name: 'node5', group: 'other' },
    ],
    instances,
  }
}

/** A mirrored instance on node2 and node3. */
export const MIRRORED: InstanceDefinition = {
  name: 'web1.example.com',
  diskTemplate: 'drbd',
  primary: 'node2',
  secondary: 'node3',
  memoryMiB: 512,
}

/** An instance with a local disk on node2. */
export const LOCAL: InstanceDefinition = {
  name: 'db1.example.com',
  diskTemplate: 'plain',
  primary: 'node2',
  memoryMiB: 512,
}

/** An instance on shared storage, on node2. */
export const SHARED: InstanceDefinition = {
  name: 'mail1.example.com',
  diskTemplate: 'rbd',
  primary: 'node2',
  memoryMiB: 512,
}
