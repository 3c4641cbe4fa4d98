import type { RepairType } from '../cluster/repair-type.ts'
import type { RepairState } from '../planner/repair-state.ts'

/** The original prints names of its Haskell constructors; scripts read them. */
export const REPAIR_TYPE_NAMES: Readonly<Record<RepairType, string>> = {
  'fix-storage': 'ArFixStorage',
  migrate: 'ArMigrate',
  failover: 'ArFailover',
  reinstall: 'ArReinstall',
}

/** The names under which the original counts states. */
export const STATE_NAMES: Readonly<Record<RepairState['kind'], string>> = {
  healthy: 'Healthy',
  failed: 'Failure',
  pending: 'Pending repair',
  'needs-repair': 'Needs repair',
}
