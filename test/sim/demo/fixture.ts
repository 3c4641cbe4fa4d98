import type { Instance } from '../../../src/cluster/instance.ts'
import type { Node } from '../../../src/cluster/node.ts'
import type { Snapshot } from '../../../src/cluster/snapshot.ts'
import type { Permission } from '../../../src/policy/permission.ts'

/** A healthy node of the group `g` with 1000 MiB of memory and of disk left. */
export function node(name: string, changes: Partial<Node> = {}): Node {
  return {
    name,
    groupUuid: 'g',
    offline: false,
    drained: false,
    vmCapable: true,
    resources: {
      memoryTotalMiB: 4000,
      memoryOfNodeMiB: 100,
      memoryFreeMiB: 1000,
      diskTotalMiB: 4000,
      diskFreeMiB: 1000,
    },
    silence: undefined,
    mtimeSeconds: 0,
    ...changes,
  }
}

/** A plain instance that runs on n1 and needs 100 MiB of each. */
export function instance(name: string, changes: Partial<Instance> = {}): Instance {
  return {
    name,
    primary: 'n1',
    secondary: undefined,
    diskTemplate: 'plain',
    status: 'running',
    adminState: 'up',
    tags: [],
    memoryMiB: 100,
    minMemoryMiB: 100,
    diskUsageMiB: 100,
    forthcoming: false,
    mtimeSeconds: 0,
    ...changes,
  }
}

/** A cluster of these in one group, whose master is the first node. */
export function snapshot(nodes: readonly Node[], instances: readonly Instance[]): Snapshot {
  const group = { uuid: 'g', name: 'default', tags: [] }
  return {
    nodes: new Map(nodes.map(value => [value.name, value])),
    groups: new Map([['g', group]]),
    instances,
    unreadable: [],
    clusterTags: [],
    master: nodes[0]?.name ?? '',
    defaultHypervisor: 'kvm',
  }
}

/** A permission from a tag of the cluster. */
export function upTo(type: 'fix-storage' | 'migrate' | 'failover' | 'reinstall'): Permission {
  return { kind: 'enabled', upTo: type, by: { level: 'cluster', object: 'cluster', tag: `t:${type}` } }
}
