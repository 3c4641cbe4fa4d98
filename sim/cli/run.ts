import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { complaintsOf, scenarioText } from '../scenario/outcome-text.ts'
import { playScenario, type ScenarioOutcome } from '../scenario/play-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { goldenComplaint, refuseInCi, writeGolden } from './golden-file.ts'
import { readScenario } from './read-scenario.ts'
import { SimCommandError } from './sim-command-error.ts'
import { step } from './step.ts'

/** The options of `harep-sim run`. */
export interface RunCommandOptions {
  readonly files: readonly string[]
  /** Only how each came out. */
  readonly quiet: boolean
  readonly json: boolean
  readonly update: boolean
  readonly step: boolean
}

/** A scenario of a file, as it was played. */
interface PlayedFile {
  readonly file: string
  readonly scenario: Scenario
  readonly outcome: ScenarioOutcome
  readonly complaints: readonly string[]
}

/**
 * Plays scenario files, and prints them. Returns 0, or 1 where something that must be is not so, or not as expected. Throws
 * HarepError before anything is played where one of the files is no scenario.
 */
export async function run(options: RunCommandOptions, writer: Writer): Promise<0 | 1> {
  if (options.update) refuseInCi()
  if (options.step && options.files.length > 1) throw new SimCommandError('--step shows one file. Name one.')
  const scenarios: (readonly [file: string, scenario: Scenario])[] = []
  for (const file of options.files) scenarios.push([file, await readScenario(file)])
  const played: PlayedFile[] = []
  for (const [file, scenario] of scenarios) {
    if (options.step) {
      const { complaints, outcome } = await step(scenario, writer, process.stdin)
      played.push({ file, scenario, outcome, complaints })
      continue
    }
    const one = playFile(file, scenario, options.update)
    played.push(one)
    if (!options.json) writer.out(options.quiet ? lineOf(one) : textOf(one))
  }
  if (options.json)
    writer.out(`${JSON.stringify({ scenarios: played.map(one => jsonOf(one, options.quiet)) })}\n`)
  return played.every(({ complaints }) => complaints.length === 0) ? 0 : 1
}

/** Plays one, and holds it against its golden text, or writes that. */
export function playFile(file: string, scenario: Scenario, isUpdate: boolean): PlayedFile {
  const outcome = playScenario(scenario)
  const text = scenarioText(scenario, outcome)
  if (isUpdate) writeGolden(file, text)
  const complaint = goldenComplaint(file, text)
  const complaints = [...complaintsOf(outcome), ...(complaint === undefined ? [] : [complaint])]
  return { file, scenario, outcome, complaints }
}

function lineOf({ file, complaints }: PlayedFile): string {
  const lines = complaints.map(line => `        ${line}\n`).join('')
  return `${complaints.length === 0 ? 'ok    ' : 'FAILED'}  ${printable(file)}\n${lines}`
}

function textOf(one: PlayedFile): string {
  return `${scenarioText(one.scenario, one.outcome)}${lineOf(one)}\n`
}

function jsonOf({ file, scenario, outcome, complaints }: PlayedFile, isQuiet: boolean): object {
  const { runs, simulatedSeconds, violations, unmet, entries } = outcome
  return {
    ...{ file, description: scenario.description, ok: complaints.length === 0, complaints },
    ...{ runs, simulatedSeconds, violations, unmet },
    ...(isQuiet ? {} : { trace: entries }),
  }
}
