import type { Observer } from '../play/observer.ts'
import { play } from '../play/play.ts'
import type { Stage } from '../play/stage.ts'
import type { Violation } from '../play/violation.ts'
import { recordTrace } from '../trace/record-trace.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Scenario } from './scenario.ts'
import { watchExpectation } from './watch-expectation.ts'

/** What came of a scenario, as its file and its readers want to know it. */
export interface ScenarioOutcome {
  readonly entries: readonly TraceEntry[]
  readonly violations: readonly Violation[]
  /** What is not as the scenario expects it, a sentence each. */
  readonly unmet: readonly string[]
  readonly runs: number
  readonly simulatedSeconds: number
}

/** Plays a scenario with its trace, its invariants and its expectations, and those who watch besides. Throws what play() throws. */
export function playScenario(
  scenario: Scenario,
  observe: (stage: Stage) => readonly Observer[] = () => [],
): ScenarioOutcome {
  let entries: readonly TraceEntry[] = []
  let unmet: readonly string[] = []
  const played = play(scenario, stage => {
    const trace = recordTrace(stage)
    const expectation = watchExpectation(stage, scenario.expect ?? {})
    entries = trace.entries
    unmet = expectation.unmet
    return [trace.observer, expectation.observer, ...observe(stage)]
  })
  return { ...played, entries, unmet }
}
