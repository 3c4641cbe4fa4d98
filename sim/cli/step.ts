import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { complaintsOf, outcomeText } from '../scenario/outcome-text.ts'
import { playScenario, type ScenarioOutcome } from '../scenario/play-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { recordStates, type StateAt } from '../scenario/short-state.ts'
import { formatTraceLine } from '../trace/format-trace.ts'
import { traceLines } from '../trace/trace-lines.ts'

const HELP = 'Enter: what happens next. c: all the rest. q: no more.\n\n'

/**
 * Shows a scenario one thing at a time, each followed by what it changed in the cluster: the next one for each line of `input`,
 * whether a person types it or a pipe brings it; with its end the rest is not shown.
 */
export async function step(
  scenario: Scenario,
  writer: Writer,
  input: Readable,
): Promise<{ readonly outcome: ScenarioOutcome; readonly complaints: readonly string[] }> {
  let states: readonly StateAt[] = []
  const outcome = playScenario(scenario, stage => {
    const recorded = recordStates(stage)
    states = recorded.states
    return [recorded.observer]
  })
  const lines = createInterface({ input })
  try {
    const commands = lines[Symbol.asyncIterator]()
    const next = async () => {
      const { done, value } = await commands.next()
      return done === true ? 'q' : value
    }
    writer.out(`${printable(scenario.description)}\n${HELP}`)
    if (await showAll(outcome, states, next, writer)) writer.out(`\n${outcomeText(outcome)}`)
  } finally {
    lines.close()
    input.destroy()
  }
  return { outcome, complaints: complaintsOf(outcome) }
}

/** Gives whether it was shown to the end. */
async function showAll(
  { entries }: ScenarioOutcome,
  states: readonly StateAt[],
  next: () => Promise<string>,
  writer: Writer,
): Promise<boolean> {
  let [index, isOnItsOwn] = [0, false]
  let shown: readonly string[] = []
  const showState = (untilUs: number) => {
    while ((states[index + 1]?.atUs ?? Number.POSITIVE_INFINITY) <= untilUs) index += 1
    const lines = states[index]?.lines ?? []
    for (const line of lines) if (!shown.includes(line)) writer.out(`             ${printable(line)}\n`)
    shown = lines
  }
  showState(0)
  const told = traceLines(entries)
  for (const [at, line] of told.entries()) {
    const command = isOnItsOwn ? '' : (await next()).trim()
    if (command === 'q') return false
    isOnItsOwn ||= command === 'c'
    writer.out(formatTraceLine(line))
    // What one moment brings is seen once all of it is told.
    if (told[at + 1]?.atUs !== line.atUs) showState(line.atUs)
  }
  return true
}
