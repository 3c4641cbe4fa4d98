import type { Ledger, Soak } from './ledger.ts'

/** All soaks together. */
export interface Totals {
  readonly soaks: number
  readonly scenarios: number
  readonly seconds: number
  readonly simulatedSeconds: number
  readonly violations: number
  readonly hits: Readonly<Record<HitKind, Readonly<Record<string, number>>>>
  /** Scenarios with each finding, by key, as far as they were told. */
  readonly findings: Readonly<Record<string, number>>
}

const HIT_KINDS = ['faults', 'reasons', 'branches', 'outcomes'] as const
type HitKind = (typeof HIT_KINDS)[number]

export function totalsOf({ soaks }: Ledger): Totals {
  const sum = (of: (soak: Soak) => number) => soaks.reduce((total, soak) => total + of(soak), 0)
  return {
    soaks: soaks.length,
    scenarios: sum(({ scenarios }) => scenarios),
    seconds: sum(({ seconds }) => seconds),
    simulatedSeconds: sum(({ simulatedSeconds }) => simulatedSeconds),
    violations: sum(({ violations }) => violations),
    hits: {
      faults: countsOf(soaks, ({ faults }) => faults),
      reasons: countsOf(soaks, ({ reasons }) => reasons),
      branches: countsOf(soaks, ({ branches }) => branches),
      outcomes: countsOf(soaks, ({ outcomes }) => outcomes),
    },
    findings: countsOf(soaks, ({ findings }) => findings),
  }
}

function countsOf(
  soaks: readonly Soak[],
  of: (soak: Soak) => Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const soak of soaks)
    for (const [what, times] of Object.entries(of(soak))) counts.set(what, (counts.get(what) ?? 0) + times)
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
