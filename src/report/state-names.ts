import type { InstanceState } from '../planner/instance-state.ts'

/** The names under which a run counts instances; those that the original has too are the original's. */
export const INSTANCE_STATE_NAMES: Readonly<Record<InstanceState, string>> = {
  healthy: 'Healthy',
  suspended: 'Suspended',
  'needs-repair': 'Needs repair',
  'repair-disallowed': 'Repair disallowed',
  'pending-repair': 'Pending repair',
  'repair-failed': 'Failure',
}
