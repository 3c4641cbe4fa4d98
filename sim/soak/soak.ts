import { type Players, type SweepEnd, sweep } from '../explore/sweep.ts'
import { newTally, type Tally } from '../explore/tally.ts'
import { findingKey } from './finding-key.ts'
import { type Ledger, nextScenario, type Soak } from './ledger.ts'
import { mergeLedgers } from './merge.ts'
import { type Met, met, replayed } from './status.ts'

/** What a soak takes from the world. */
export interface SoakPorts {
  readonly players: Players
  /** Since the epoch. */
  readonly nowMs: () => number
  readonly isInterrupted: () => boolean
  /** Whether the scenario of a finding still violates its invariant; undefined where it cannot be read any more. */
  readonly stillFails: (scenario: string, invariant: string) => boolean | undefined
  /** The scenario of a seed, as small as it gets, as text. */
  readonly smallest: (seed: number, invariant: string) => string
  /** The scenario of a seed as it is. */
  readonly scenarioText: (seed: number) => string
  /** Keeps the ledger. */
  readonly keep: (ledger: Ledger) => void
  readonly grown?: (tally: Tally) => void
}

/** What a soak is to do. */
export interface SoakPlan {
  /** Of this soak: no other has it. */
  readonly id: string
  readonly seed: number
  readonly timeSeconds: number
}

/** How often the ledger is kept, in seconds: what a kill costs. */
const KEEP_EVERY_SECONDS = 10

/**
 * One soak: first the scenario of each finding is played again, then new scenarios of the sweep from where the last soak stopped, until the
 * time is over. The ledger is kept again and again, and once more in the end.
 */
export async function soak(
  before: Ledger,
  { id, seed, timeSeconds }: SoakPlan,
  ports: SoakPorts,
): Promise<{ readonly ledger: Ledger; readonly end: SweepEnd }> {
  const startMs = ports.nowMs()
  const elapsed = () => (ports.nowMs() - startMs) / 1_000
  const began = timeText(startMs)
  const findings = before.findings.map(finding => {
    const fails = ports.stillFails(finding.scenario, finding.invariant)
    return fails === undefined ? finding : replayed(finding, fails, began)
  })
  const base: Ledger = { ...before, findings }
  const first = nextScenario(before, seed)
  const tally = newTally(seed, { index: 1, of: 1 })
  tally.runs = first
  const soFar = (scenarioOf: (seed: number, invariant: string) => string) => {
    const now = soakOf(tally, { id, began, first, seconds: elapsed() })
    return withSoak(base, now, metIn(tally, base, scenarioOf), timeText(ports.nowMs()))
  }
  ports.keep(soFar(ports.scenarioText))
  let keptAt = elapsed()
  const end = await sweep(
    tally,
    {
      ...{ runs: undefined, untilStable: undefined },
      isOver: () => (ports.isInterrupted() ? 'interrupted' : elapsed() >= timeSeconds ? 'time' : undefined),
      grown: () => {
        ports.grown?.(tally)
        if (elapsed() < keptAt + KEEP_EVERY_SECONDS) return
        ports.keep(soFar(ports.scenarioText))
        keptAt = elapsed()
      },
    },
    ports.players,
  )
  // What is found is kept before it is made smaller, which takes its time.
  ports.keep(soFar(ports.scenarioText))
  const ledger = soFar(ports.smallest)
  ports.keep(ledger)
  return { ledger, end }
}

function soakOf(
  { seed, runs, simulatedSeconds, violations, failures, hits }: Tally,
  { seconds, ...own }: Pick<Soak, 'id' | 'began' | 'first' | 'seconds'>,
): Soak {
  const findings: Record<string, number> = {}
  for (const failure of failures) findings[findingKey(failure)] = (findings[findingKey(failure)] ?? 0) + 1
  const { faults, reasons, branches, outcomes } = hits
  return {
    ...own,
    seed,
    scenarios: runs - own.first,
    seconds: Math.round(seconds * 10) / 10,
    simulatedSeconds: Math.round(simulatedSeconds),
    violations,
    findings,
    ...{
      faults: { ...faults },
      reasons: { ...reasons },
      branches: { ...branches },
      outcomes: { ...outcomes },
    },
  }
}

/** What the sweep met, one for each key; a scenario is made only where the ledger needs one. */
function metIn(
  { failures }: Tally,
  base: Ledger,
  scenarioOf: (seed: number, invariant: string) => string,
): readonly Met[] {
  const open = new Set(base.findings.flatMap(({ key, status }) => (status === 'fixed' ? [] : [key])))
  const byKey = new Map<string, Met>()
  for (const { invariant, what, seed } of failures) {
    const key = findingKey({ invariant, what })
    if (byKey.has(key)) continue
    const scenario = open.has(key) ? '' : scenarioOf(seed, invariant)
    byKey.set(key, { key, invariant, what, scenarioSeed: seed, scenario })
  }
  return [...byKey.values()]
}

function withSoak(base: Ledger, now: Soak, all: readonly Met[], at: string): Ledger {
  const keys = new Set(all.map(({ key }) => key))
  const known = new Map(base.findings.map(finding => [finding.key, finding]))
  return mergeLedgers(
    {
      format: base.format,
      soaks: base.soaks,
      findings: base.findings.filter(({ key }) => !keys.has(key)),
    },
    { format: base.format, soaks: [now], findings: all.map(one => met(known.get(one.key), one, at)) },
  )
}

/** Whole seconds in UTC. */
function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
