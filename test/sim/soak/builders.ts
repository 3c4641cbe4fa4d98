import type { Ledger, LedgerFinding, Soak } from '../../../sim/soak/ledger.ts'

export function aSoak(own: Partial<Soak> = {}): Soak {
  return {
    ...{ id: 'a', began: '2026-11-01T00:00:00Z', seed: 1, first: 0, scenarios: 100, seconds: 10 },
    ...{ simulatedSeconds: 86_400, violations: 0, findings: {} },
    ...{ faults: { drain: 3 }, reasons: { settling: 2 }, branches: {}, outcomes: { '0': 5 } },
    ...own,
  }
}

export function aFinding(own: Partial<LedgerFinding> = {}): LedgerFinding {
  return {
    ...{ key: 'holds: vm# is wrong', invariant: 'holds', what: 'vm1 is wrong', status: 'new' },
    ...{ statusAt: '2026-11-01T00:00:00Z', firstSeen: '2026-11-01T00:00:00Z' },
    ...{ lastSeen: '2026-11-01T00:00:00Z', scenarioSeed: 7, scenario: 'the scenario' },
    ...own,
  }
}

export function aLedger(soaks: readonly Soak[], findings: readonly LedgerFinding[]): Ledger {
  return { format: 1, soaks: [...soaks], findings: [...findings] }
}
