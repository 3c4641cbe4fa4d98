import { printableLines } from '../../src/report/printable.ts'
import { formatScenario } from '../scenario/format-scenario.ts'
import type { Exhausted, Finding } from './exhaust.ts'

/** What came of a space, and how long it took. */
export interface Timed extends Exhausted {
  readonly about: string
  readonly seconds: number
}

/** A finding and the scenario file that it was written to. */
export interface Filed extends Finding {
  readonly file: string
}

/** What came of a space, for people. */
export function exhaustedText({ space, about, states, standFor, runs, violations, seconds }: Timed): string {
  const perSecond = seconds > 0 ? Math.round(states / seconds) : states
  return (
    `${space}  ${about}\n` +
    `   ${number(states)} states played, which stand for ${number(standFor)} before symmetry; ${number(runs)} runs of harep; ` +
    `${seconds.toFixed(1)} s, ${number(perSecond)} states a second\n` +
    `   ${violations === 0 ? 'no violation' : `${number(violations)} violations`}\n`
  )
}

/** A finding with its scenario, and how to play it again. */
export function findingText({ invariant, what, states, scenario, file }: Filed): string {
  const of = states === 1 ? 'in one state' : `in ${number(states)} states, of which this is the first`
  return printableLines(
    `\n${invariant}: ${what} (${of})\n\n${formatScenario(scenario)}\nReplay: harep-sim replay ${file}\n`,
  )
}

/** With spaces between groups of three digits. */
function number(value: number): string {
  return String(value).replace(/\B(?=([0-9]{3})+$)/g, ' ')
}
