import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'

const AUTOREPAIR = 'ganeti:watcher:autorepair'

/**
 * The cluster that harep-sim uses where no file is named, and that the demo shows: five nodes in one group, two in a
 * second one, and instances of each kind that harep treats differently. fixtures/clusters/default.yaml is the same, with
 * comments, for users to copy.
 */
export const builtInCluster: ClusterDefinition = {
  cluster: { name: 'cluster.example.com', tags: [`${AUTOREPAIR}:fix-storage`] },
  groups: [
    { name: 'rack1', tags: [`${AUTOREPAIR}:reinstall`] },
    { name: 'rack2', allocPolicy: 'last_resort' },
  ],
  nodes: [
    { name: 'node1', group: 'rack1', master: true },
    { name: 'node2', group: 'rack1' },
    { name: 'node3', group: 'rack1' },
    { name: 'node4', group: 'rack1' },
    { name: 'node5', group: 'rack1' },
    { name: 'node6', group: 'rack2' },
    { name: 'node7', group: 'rack2' },
  ],
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      memoryMiB: 1_024,
      disksMiB: [10_240],
    },
    {
      name: 'web2',
      diskTemplate: 'drbd',
      primary: 'node3',
      secondary: 'node2',
      memoryMiB: 1_024,
      disksMiB: [10_240],
    },
    {
      name: 'web3',
      diskTemplate: 'drbd',
      primary: 'node4',
      secondary: 'node5',
      memoryMiB: 1_024,
      disksMiB: [10_240],
    },
    { name: 'db1', diskTemplate: 'plain', primary: 'node2', memoryMiB: 2_048, disksMiB: [20_480] },
    {
      name: 'db2',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node4',
      memoryMiB: 4_096,
      disksMiB: [20_480, 4_096],
      tags: [`${AUTOREPAIR}:suspend`],
    },
    {
      name: 'mail1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node5',
      memoryMiB: 2_048,
      disksMiB: [8_192],
      tags: [`${AUTOREPAIR}:fix-storage`],
    },
    {
      name: 'batch1',
      diskTemplate: 'plain',
      primary: 'node2',
      memoryMiB: 1_024,
      disksMiB: [5_120],
      adminState: 'down',
    },
    { name: 'cache1', diskTemplate: 'diskless', primary: 'node2', memoryMiB: 512 },
    { name: 'shared1', diskTemplate: 'rbd', primary: 'node3', memoryMiB: 1_024, disksMiB: [10_240] },
    {
      name: 'dns1',
      diskTemplate: 'drbd',
      primary: 'node6',
      secondary: 'node7',
      memoryMiB: 512,
      disksMiB: [2_048],
    },
    { name: 'test1', diskTemplate: 'plain', primary: 'node7', memoryMiB: 512, disksMiB: [2_048] },
  ],
}
