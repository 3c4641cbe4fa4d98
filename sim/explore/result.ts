import type { Missing } from '../coverage/missing.ts'
import type { Known } from './known-scenarios.ts'
import type { ShownFailure } from './show-failure.ts'
import type { SweepEnd } from './sweep.ts'
import type { Tally } from './tally.ts'
import { hashText } from './trace-hash.ts'

/** All that `harep-sim explore` has to tell. */
export interface ExploreResult {
  readonly tally: Tally
  readonly workers: number
  readonly end: SweepEnd
  /** What the scenarios of fixtures/corpus came to. */
  readonly known: Known
  readonly shown: readonly ShownFailure[]
  /** What was never hit; undefined where the sweep is too short to ask. */
  readonly missing: readonly Missing[] | undefined
}

const DAY_SECONDS = 86_400

/** How fast it was. */
export function speedOf({ tally, workers }: ExploreResult): {
  readonly scenariosPerSecond: number
  readonly daysPerSecondAndCore: number
} {
  const { runs, seconds, simulatedSeconds } = tally
  if (seconds === 0) return { scenariosPerSecond: 0, daysPerSecondAndCore: 0 }
  return {
    scenariosPerSecond: runs / seconds,
    daysPerSecondAndCore: simulatedSeconds / DAY_SECONDS / seconds / workers,
  }
}

/** Whether everything is as it should be. */
export function isGood({ tally, known, missing }: ExploreResult): boolean {
  return tally.violations === 0 && known.failures.length === 0 && (missing ?? []).length === 0
}

/** One JSON object on one line. */
export function resultJson(result: ExploreResult): string {
  const { tally, workers, end, known, shown, missing } = result
  const { scenariosPerSecond, daysPerSecondAndCore } = speedOf(result)
  const { faults, reasons, branches, invariants, outcomes, changes } = tally.hits
  const object = {
    runs: tally.runs,
    seconds: rounded(tally.seconds),
    violations: tally.violations + known.failures.length,
    traceHash: hashText(tally.hash),
    seed: tally.seed,
    shard: `${tally.shard.index}/${tally.shard.of}`,
    workers,
    end,
    simulatedSeconds: Math.round(tally.simulatedSeconds),
    scenariosPerSecond: rounded(scenariosPerSecond),
    simulatedDaysPerSecondAndCore: rounded(daysPerSecondAndCore),
    failedScenarios: tally.failed,
    sinceNew: tally.sinceNew,
    hits: { faults, reasons, branches, invariants, outcomes, changes: Object.keys(changes).length },
    missing: missing ?? null,
    knownScenarios: known.scenarios,
    knownFailures: known.failures,
    failures: tally.failures,
    shown,
  }
  return `${JSON.stringify(object)}\n`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
