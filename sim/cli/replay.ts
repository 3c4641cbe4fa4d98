import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { complaintsOf, outcomeText } from '../scenario/outcome-text.ts'
import { playScenario } from '../scenario/play-scenario.ts'
import { formatFullTrace } from '../trace/format-trace.ts'
import { readScenario } from './read-scenario.ts'

/** Plays a scenario file and prints all that was seen. Returns 0, or 1 where something is not as it must be. Throws HarepError. */
export async function replay(file: string, untilSeconds: number | undefined, writer: Writer): Promise<0 | 1> {
  const scenario = await readScenario(file)
  const outcome = playScenario(scenario)
  const untilUs = (untilSeconds ?? Number.POSITIVE_INFINITY) * 1_000_000
  const entries = outcome.entries.filter(({ atUs }) => atUs <= untilUs)
  writer.out(`${printable(scenario.description)}\n\n${formatFullTrace(entries)}\n${outcomeText(outcome)}`)
  return complaintsOf(outcome).length === 0 ? 0 : 1
}
