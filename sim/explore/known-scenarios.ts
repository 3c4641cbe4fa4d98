import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../src/report/printable.ts'
import { parseScenario } from '../scenario/parse-scenario.ts'
import { playScenario } from '../scenario/play-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { PLAYS } from './explore-scenario.ts'

/** A scenario of fixtures/corpus in which something is wrong again. */
interface KnownFailure {
  readonly file: string
  readonly what: string
}

/** What the known scenarios came to. */
export interface Known {
  readonly scenarios: number
  readonly failures: readonly KnownFailure[]
}

/** Plays every scenario of a folder, in the order of their names; none where there is no such folder. Throws HarepError for a file that is none. */
export function playKnown(folder: string): Known {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.yaml'))
        .sort()
    : []
  const failures = files.flatMap(file => {
    const path = join(folder, file)
    const what = whatIsWrong(parseScenario(readFileSync(path, 'utf8'), path))
    return what === undefined ? [] : [{ file: path, what }]
  })
  return { scenarios: files.length, failures }
}

/** A line for each that has failed. */
export function knownFailureLines({ failures }: Known): readonly string[] {
  return failures.map(({ file, what }) => `FAILED known scenario ${printable(file)}: ${printable(what)}`)
}

/** The first thing that is wrong, or undefined. */
function whatIsWrong(scenario: Scenario): string | undefined {
  try {
    const { violations, unmet } = playScenario(scenario)
    const [violation] = violations
    return violation === undefined ? unmet[0] : `${violation.invariant}: ${violation.what}`
  } catch (error) {
    return `${PLAYS}: ${String(error)}`
  }
}
