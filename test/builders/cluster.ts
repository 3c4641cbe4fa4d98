import type { Group } from '../../src/cluster/group.ts'
import type { Instance } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import type { Snapshot } from '../../src/cluster/snapshot.ts'

/** A node that is well and in group g1, but for what is said. */
export function aNode(name: string, but: Partial<Node> = {}): Node {
  return {
    name,
    groupUuid: 'g1',
    offline: false,
    drained: false,
    vmCapable: true,
    resources: undefined,
    silence: undefined,
    mtimeSeconds: 0,
    ...but,
  }
}

/** A running drbd instance i1 on n1 and n2, but for what is said. */
export function anInstance(but: Partial<Instance> = {}): Instance {
  return {
    name: 'i1',
    primary: 'n1',
    secondary: 'n2',
    diskTemplate: 'drbd',
    status: 'running',
    adminState: 'up',
    tags: [],
    memoryMiB: 1024,
    minMemoryMiB: 1024,
    diskUsageMiB: 1152,
    forthcoming: false,
    mtimeSeconds: 0,
    ...but,
  }
}

export function aGroup(uuid: string, tags: readonly string[] = []): Group {
  return { uuid, name: `group-${uuid}`, tags }
}

/** What a test says of a cluster; lists where a snapshot has maps. */
export interface SnapshotParts {
  readonly nodes?: readonly Node[]
  readonly groups?: readonly Group[]
  readonly instances?: readonly Instance[]
  readonly clusterTags?: readonly string[]
  readonly defaultHypervisor?: string
}

/** A snapshot of one group g1 with the nodes n1 and n2, but for what is said. */
export function aSnapshot(parts: SnapshotParts = {}): Snapshot {
  const { nodes = [aNode('n1'), aNode('n2')], groups = [aGroup('g1')], instances = [] } = parts
  return {
    nodes: new Map(nodes.map(node => [node.name, node])),
    groups: new Map(groups.map(group => [group.uuid, group])),
    instances,
    unreadable: [],
    clusterTags: parts.clusterTags ?? [],
    master: nodes[0]?.name ?? '',
    defaultHypervisor: parts.defaultHypervisor ?? 'xen-pvm',
  }
}
