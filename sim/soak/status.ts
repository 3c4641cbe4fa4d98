import { exhaustive } from '../../src/cluster/exhaustive.ts'
import type { FindingStatus, LedgerFinding } from './ledger.ts'

/** What becomes of a finding when its scenario was played again at a time. */
export function replayed(finding: LedgerFinding, fails: boolean, at: string): LedgerFinding {
  const status = statusAfter(finding.status, fails)
  // Fixed is since when it was first found to be so.
  if (status === 'fixed' && finding.status === 'fixed') return finding
  return { ...finding, status, statusAt: at, ...(fails && { lastSeen: at }) }
}

function statusAfter(status: FindingStatus, fails: boolean): FindingStatus {
  if (!fails) return 'fixed'
  switch (status) {
    case 'new':
    case 'known':
      return 'known'
    case 'fixed':
    case 'back':
      return 'back'
    default:
      return exhaustive(status)
  }
}

/** A finding as a soak has just met it. */
export interface Met {
  readonly key: string
  readonly invariant: string
  readonly what: string
  readonly scenarioSeed: number
  readonly scenario: string
}

/**
 * What becomes of a finding, or of none, when a soak meets it in a scenario of its own. One that is fixed by its own scenario, and met all
 * the same, is back, with the scenario that shows it.
 */
export function met(known: LedgerFinding | undefined, now: Met, at: string): LedgerFinding {
  if (known === undefined) return { ...now, status: 'new', statusAt: at, firstSeen: at, lastSeen: at }
  if (known.status === 'fixed') return { ...known, ...now, status: 'back', statusAt: at, lastSeen: at }
  return { ...known, statusAt: at, lastSeen: at }
}
