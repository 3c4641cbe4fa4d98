/** The six states of the man page; every instance is in exactly one. */
export const INSTANCE_STATES = [
  'healthy',
  'suspended',
  'needs-repair',
  'repair-disallowed',
  'pending-repair',
  'repair-failed',
] as const

export type InstanceState = (typeof INSTANCE_STATES)[number]
