import type { DefinedDiskTemplate } from '../ganeti/cluster-definition.ts'

/**
 * The branches of the planner: the rows of its situation table (src/planner/healing/table), told apart by what comes of
 * them, and those of an unfinished re-creation (unfinished-recreation.ts). One is hit where a run of harep decides so and,
 * where it is a repair, begins it; so none is hit that a permission or a gate kept from ever being tried.
 */
export const BRANCHES = [
  'drbd primary-offline FAILOVER',
  'drbd primary-offline FAILOVER+STARTUP',
  'drbd secondary-offline REPLACE_DISKS',
  'drbd secondary-drained REPLACE_DISKS',
  'drbd all-copies-offline SHUTDOWN+RECREATE_DISKS',
  'drbd all-copies-offline RECREATE_DISKS',
  'drbd copy-on-drained-node',
  'drbd copy-behind',
  'drbd primary-drained MIGRATE',
  'drbd primary-drained FAILOVER',
  'drbd user-down',
  'drbd no-secondary',
  'local all-copies-offline SHUTDOWN+RECREATE_DISKS',
  'local all-copies-offline RECREATE_DISKS',
  'local plain-drained MOVE',
  'local user-down',
  'local runs-unwanted',
  'local stop-too-long',
  'shared shared-offline FAILOVER',
  'shared shared-drained MIGRATE',
  'shared shared-drained FAILOVER',
  'shared user-down',
  'any forthcoming',
  'any admin-offline',
  'any node-silent',
  'any wrong-node',
  'any mixed-disks',
  'unfinished disks',
  'unfinished system',
  'unfinished start',
  'unfinished changed-since',
] as const

export type Branch = (typeof BRANCHES)[number]

/** How a template keeps data, as the table has it: two copies, one on the node, or none there. */
export function familyOf(template: DefinedDiskTemplate): 'drbd' | 'local' | 'shared' {
  if (template === 'drbd') return 'drbd'
  return template === 'plain' || template === 'file' ? 'local' : 'shared'
}
