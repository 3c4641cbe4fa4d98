/** All disk templates (Ganeti src/Ganeti/Constants.hs); `mixed` is what luxid reports when an instance's disks differ. */
export const DISK_TEMPLATES = [
  'diskless',
  'file',
  'sharedfile',
  'plain',
  'blockdev',
  'drbd',
  'rbd',
  'ext',
  'gluster',
  'mixed',
] as const

export type DiskTemplate = (typeof DISK_TEMPLATES)[number]

/** What an instance is seen to do, against what it should do (query.md section 5.2). */
export const INSTANCE_STATUSES = [
  'ADMIN_down',
  'ADMIN_offline',
  'ERROR_down',
  'ERROR_up',
  'ERROR_nodedown',
  'ERROR_nodeoffline',
  'ERROR_wrongnode',
  'running',
  'USER_down',
] as const

export type InstanceStatus = (typeof INSTANCE_STATUSES)[number]

/** What the admin wants of an instance. */
export const ADMIN_STATES = ['up', 'down', 'offline'] as const

export type AdminState = (typeof ADMIN_STATES)[number]

/** An instance as the configuration has it. Sizes in MiB. */
export interface Instance {
  readonly name: string
  readonly primary: string
  /** Only drbd has one; luxid answers a list, of which the first counts. */
  readonly secondary: string | undefined
  readonly diskTemplate: DiskTemplate
  readonly status: InstanceStatus
  /** undefined where the run did not ask for it (the original does not). */
  readonly adminState: AdminState | undefined
  readonly tags: readonly string[]
  readonly memoryMiB: number
  /** What it runs with at least: Ganeti asks for that much before a failover or migration; as memoryMiB where the run did not ask. */
  readonly minMemoryMiB: number
  /** On each of its nodes. */
  readonly diskUsageMiB: number
  readonly forthcoming: boolean
  /** When its configuration (tags among it) was last changed, in seconds since the epoch; undefined where the run did not ask. */
  readonly mtimeSeconds: number | undefined
}
