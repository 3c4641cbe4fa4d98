import type { FindingStatus, Ledger, LedgerFinding, Soak } from './ledger.ts'

/** Of two statuses of the same second the graver one holds. */
const GRAVEST: readonly FindingStatus[] = ['back', 'new', 'known', 'fixed']

/** Two ledgers as one. It does not matter which is the first, nor whether something of one is in the other already. */
export function mergeLedgers(one: Ledger, other: Ledger): Ledger {
  return {
    format: one.format,
    soaks: united(one.soaks, other.soaks, ({ id }) => id, longer).toSorted(
      (a, b) => order(a.began, b.began) || order(a.id, b.id),
    ),
    findings: united(one.findings, other.findings, ({ key }) => key, together).toSorted(
      (a, b) => order(a.firstSeen, b.firstSeen) || order(a.key, b.key),
    ),
  }
}

function united<T>(
  some: readonly T[],
  others: readonly T[],
  keyOf: (one: T) => string,
  both: (a: T, b: T) => T,
): T[] {
  const byKey = new Map<string, T>()
  for (const one of [...some, ...others]) {
    const known = byKey.get(keyOf(one))
    byKey.set(keyOf(one), known === undefined ? one : both(known, one))
  }
  return [...byKey.values()]
}

/** A soak writes what it has played again and again: the most is the latest. */
function longer(a: Soak, b: Soak): Soak {
  if (a.scenarios !== b.scenarios) return a.scenarios > b.scenarios ? a : b
  return order(JSON.stringify(a), JSON.stringify(b)) >= 0 ? a : b
}

function together(a: LedgerFinding, b: LedgerFinding): LedgerFinding {
  const latest = latestOf(a, b)
  const earliest = order(a.firstSeen, b.firstSeen) <= 0 ? a : b
  return {
    ...latest,
    firstSeen: earliest.firstSeen,
    lastSeen: order(a.lastSeen, b.lastSeen) >= 0 ? a.lastSeen : b.lastSeen,
  }
}

function latestOf(a: LedgerFinding, b: LedgerFinding): LedgerFinding {
  const byTime = order(a.statusAt, b.statusAt)
  if (byTime !== 0) return byTime > 0 ? a : b
  const byStatus = GRAVEST.indexOf(a.status) - GRAVEST.indexOf(b.status)
  if (byStatus !== 0) return byStatus < 0 ? a : b
  // The smaller scenario; and where both are as small, any, but the same one whichever comes first.
  const bySize = a.scenario.length - b.scenario.length
  return bySize < 0 || (bySize === 0 && order(JSON.stringify(a), JSON.stringify(b)) <= 0) ? a : b
}

/** By code units, on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
