import type { DefinedDiskTemplate } from '../cluster-definition.ts'
import type { InstanceState } from './objects.ts'

/** Where a template's data lives (Ganeti src/Ganeti/Constants.hs, the sets of disk templates). */
export type StorageKind = 'mirrored' | 'node' | 'shared' | 'none'

const STORAGE_OF_TEMPLATE: Readonly<Record<DefinedDiskTemplate, StorageKind>> = {
  drbd: 'mirrored',
  plain: 'node',
  file: 'node',
  sharedfile: 'shared',
  gluster: 'shared',
  blockdev: 'shared',
  rbd: 'shared',
  ext: 'shared',
  diskless: 'none',
}

/** Where the data of a template lives: on two nodes, on one, outside of the nodes, or nowhere. */
export function storageKind(template: DefinedDiskTemplate): StorageKind {
  return STORAGE_OF_TEMPLATE[template]
}

/** Whether a template can fail over to any node (Ganeti's "externally mirrored": shared storage, and no disks at all). */
export function isExternallyMirrored(template: DefinedDiskTemplate): boolean {
  const kind = storageKind(template)
  return kind === 'shared' || kind === 'none'
}

/** DRBD's metadata volume, beside each disk (query.md section 5.2). */
const DRBD_METADATA_MIB = 128

/** What one disk takes of a node's storage, in MiB. */
export function diskUsageMiB(template: DefinedDiskTemplate, sizeMiB: number): number {
  switch (template) {
    case 'drbd':
      return sizeMiB + DRBD_METADATA_MIB
    case 'diskless':
    case 'blockdev':
      return 0
    default:
      return sizeMiB
  }
}

/** What an instance's disks take of each of its nodes, as luxid's field disk_usage has it, in MiB. */
export function instanceDiskUsageMiB(instance: InstanceState): number {
  let usageMiB = 0
  for (const disk of instance.disks) usageMiB += diskUsageMiB(instance.diskTemplate, disk.sizeMiB)
  return usageMiB
}
