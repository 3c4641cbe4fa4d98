import { REASON_CODES } from '../../src/planner/reason.ts'
import { FAULTS } from '../faults/all.ts'
import { BRANCHES } from './branches.ts'
import { BRANCHES_NOT_HIT, FAULTS_NOT_HIT, REASONS_NOT_HIT } from './exceptions.ts'
import type { Counts, Hits } from './hits.ts'

/** Something that a sweep should have hit and has not. */
export interface Missing {
  readonly kind: 'fault' | 'reason' | 'branch'
  readonly what: string
}

/** What was never hit, but for what cannot be (exceptions.ts). */
export function missing(hits: Hits): readonly Missing[] {
  const names = FAULTS.map(({ name }) => name)
  return [
    ...notIn('fault', names, hits.faults, FAULTS_NOT_HIT),
    ...notIn('reason', REASON_CODES, hits.reasons, REASONS_NOT_HIT),
    ...notIn('branch', BRANCHES, hits.branches, BRANCHES_NOT_HIT),
  ]
}

function notIn(
  kind: Missing['kind'],
  all: readonly string[],
  hit: Counts,
  exceptions: Readonly<Record<string, string>>,
): readonly Missing[] {
  return all
    .filter(what => hit[what] === undefined && exceptions[what] === undefined)
    .map(what => ({ kind, what }))
}
