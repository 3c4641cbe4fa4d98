import type { ReasonCode } from '../../src/planner/reason.ts'
import type { FaultName } from '../faults/all.ts'
import type { Branch } from './branches.ts'

/* What no sweep can hit, each with why. Everything else has to be hit. */

export const REASONS_NOT_HIT: Partial<Record<ReasonCode, string>> = {
  'would-submit': 'only with --dry-run, and cron never starts harep so',
  unreadable: 'only of an instance whose row luxid itself makes unreadable; the simulated one makes none so',
  'no-secondary': 'Ganeti has no drbd instance without a secondary, and a cluster file can have none',
  'mixed-disks':
    'Ganeti 3.0 has no instance with disks of several templates, and a cluster file can have none',
}

export const BRANCHES_NOT_HIT: Partial<Record<Branch, string>> = {
  'drbd no-secondary': 'as the reason no-secondary',
  'any mixed-disks': 'as the reason mixed-disks',
}

export const FAULTS_NOT_HIT: Partial<Record<FaultName, string>> = {}
