import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'

/** The cluster that the captures `healthy`, `node-dead-not-offline`, `node2-offline` and `harep-runs` were made of. */
export const CAPTURED_CLUSTER: ClusterDefinition = {
  cluster: {
    name: 'cluster',
    uuid: '50b775f0-f997-4751-8e8d-8e2db67b8f18',
    hypervisor: 'fake',
    diskTemplates: ['drbd', 'plain', 'diskless'],
    policyDiskTemplates: ['plain', 'drbd', 'diskless'],
  },
  groups: [{ name: 'default', uuid: '7a9eec03-0fbd-4107-b690-f9fc10069b19' }],
  nodes: ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => ({ name })),
  instances: [
    drbd('web1', 'node2', 'node3', 'reinstall'),
    drbd('web2', 'node3', 'node2', 'reinstall'),
    {
      name: 'db1',
      diskTemplate: 'plain',
      primary: 'node2',
      disksMiB: [128],
      memoryMiB: 64,
      tags: ['ganeti:watcher:autorepair:reinstall'],
    },
    drbd('keep1', 'node2', 'node4', 'suspend'),
    drbd('low1', 'node2', 'node4', 'fix-storage'),
    { name: 'none1', diskTemplate: 'diskless', primary: 'node4', memoryMiB: 64, adminState: 'down' },
  ],
  // The jobs that made it.
  finishedJobs: [
    { opcodes: [{ OP_ID: 'OP_CLUSTER_POST_INIT' }] },
    {
      opcodes: ['node2', 'node3', 'node4', 'node5'].map(name => ({ OP_ID: 'OP_NODE_ADD', node_name: name })),
    },
    ...['web1', 'web2', 'db1', 'keep1', 'low1', 'none1'].map(name => ({
      opcodes: [{ OP_ID: 'OP_INSTANCE_CREATE', instance_name: name }],
    })),
  ],
}

/** The cluster that the captures `groups-tags-drained` were made of. */
export const CAPTURED_TWO_GROUPS: ClusterDefinition = {
  cluster: {
    name: 'cluster',
    uuid: 'ec2875cc-27a8-4922-808d-741663bf9ba5',
    hypervisor: 'fake',
    diskTemplates: ['drbd', 'plain', 'diskless'],
    policyDiskTemplates: ['diskless', 'plain', 'drbd'],
    tags: ['ganeti:watcher:autorepair:fix-storage'],
  },
  groups: [
    { name: 'default', uuid: 'f550537f-a442-486a-be6f-8934d1ec3271' },
    {
      name: 'rack2',
      uuid: '23484f59-dcb9-4788-9be2-13830472d893',
      allocPolicy: 'last_resort',
      tags: ['ganeti:watcher:autorepair:reinstall', 'foo:bar'],
    },
  ],
  nodes: [
    { name: 'node1' },
    { name: 'node2', tags: ['role:web'] },
    { name: 'node3', drained: true },
    { name: 'node4', group: 'rack2' },
    { name: 'node5', group: 'rack2', offline: true },
  ],
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node1',
      disksMiB: [128],
      memoryMiB: 64,
    },
    {
      name: 'web2',
      diskTemplate: 'drbd',
      primary: 'node4',
      secondary: 'node5',
      disksMiB: [128, 256],
      memoryMiB: 256,
      vcpus: 2,
      tags: ['x:y'],
    },
  ],
}

function drbd(
  name: string,
  primary: string,
  secondary: string,
  tag: string,
): ClusterDefinition['instances'][number] {
  return {
    name,
    diskTemplate: 'drbd',
    primary,
    secondary,
    disksMiB: [128],
    memoryMiB: 64,
    tags: [`ganeti:watcher:autorepair:${tag}`],
  }
}
