import { printable } from '../../src/report/printable.ts'
import { durationText } from '../plan/duration-text.ts'
import { formatTrace } from '../trace/format-trace.ts'
import { timeOfPlay } from '../trace/time-of-play.ts'
import type { ScenarioOutcome } from './play-scenario.ts'
import type { Scenario } from './scenario.ts'

/** What is wrong with how a scenario came out, a sentence each; nothing where all is as it must be and as expected. */
export function complaintsOf({ violations, unmet }: ScenarioOutcome): readonly string[] {
  const broken = violations.map(
    ({ invariant, what, atUs }) => `${invariant} does not hold at ${timeOfPlay(atUs)}: ${what}`,
  )
  return [...broken, ...unmet].map(printable)
}

/** The last lines of a scenario's text. */
export function outcomeText(outcome: ScenarioOutcome): string {
  const complaints = complaintsOf(outcome)
  const runs = outcome.runs === 1 ? '1 run' : `${outcome.runs} runs`
  const length = `${runs} of harep in ${durationText(outcome.simulatedSeconds * 1_000_000)}`
  if (complaints.length === 0) return `${length}: all is as it must be, and as expected.\n`
  return `${length}: not all is as it must be:\n${complaints.map(line => `  ${line}\n`).join('')}`
}

/** What stands beside a scenario file as its golden text: what it teaches, what happens, what comes of it. */
export function scenarioText({ description }: Scenario, outcome: ScenarioOutcome): string {
  return `${printable(description)}\n\n${formatTrace(outcome.entries)}\n${outcomeText(outcome)}`
}
