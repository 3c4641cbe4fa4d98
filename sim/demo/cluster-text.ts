import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { Instance } from '../../src/cluster/instance.ts'
import type { Node } from '../../src/cluster/node.ts'
import type { Snapshot } from '../../src/cluster/snapshot.ts'
import type { Permission } from '../../src/policy/permission.ts'
import { textTable } from './text-table.ts'

/** What the tags allow for an instance. */
export type PermissionOf = (instance: Instance) => Permission

/** The nodes of a cluster as a table. */
export function nodeTable(snapshot: Snapshot): readonly string[] {
  const rows = [...snapshot.nodes.values()].map(node => [
    node.name,
    snapshot.groups.get(node.groupUuid)?.name ?? '?',
    nodeFlags(node, snapshot).join(', ') || '-',
  ])
  return textTable([['Node', 'Group', 'Flags'], ...rows])
}

/** The instances of a cluster as a table. */
export function instanceTable(snapshot: Snapshot, permissionOf: PermissionOf): readonly string[] {
  const rows = snapshot.instances.map(instance => [
    instance.name,
    instance.diskTemplate,
    instance.primary,
    instance.secondary ?? '-',
    instance.status,
    permissionText(permissionOf(instance)),
  ])
  return textTable([['Instance', 'Template', 'Primary', 'Secondary', 'Status', 'Allowed (tag on)'], ...rows])
}

function nodeFlags(node: Node, snapshot: Snapshot): readonly string[] {
  return [
    ...(node.name === snapshot.master ? ['master'] : []),
    ...(node.offline ? ['offline'] : []),
    ...(node.drained ? ['drained'] : []),
    ...(node.silence === undefined ? [] : ['does not answer']),
  ]
}

function permissionText(permission: Permission): string {
  switch (permission.kind) {
    case 'not-enabled':
      return 'nothing'
    case 'suspended':
      return `suspended (${permission.by.level})`
    case 'enabled':
      return `${permission.upTo} (${permission.by.level})`
    default:
      return exhaustive(permission)
  }
}
