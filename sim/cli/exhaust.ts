import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isatty } from 'node:tty'
import { nowMicroseconds } from '../../src/cli/ports.ts'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { exhaust, type Finding, type Part } from '../exhaust/exhaust.ts'
import { exhaustedText, type Filed, findingText, type Timed } from '../exhaust/exhausted-text.ts'
import { exhaustInThreads } from '../exhaust/in-threads.ts'
import type { Space, SpaceName } from '../exhaust/space.ts'
import { SPACES } from '../exhaust/spaces.ts'
import { formatScenario } from '../scenario/format-scenario.ts'
import { checkFolder } from './check-folder.ts'
import { SimCommandError } from './sim-command-error.ts'

/** The options of `harep-sim exhaust`. */
interface ExhaustOptions {
  /** All where absent. */
  readonly space?: SpaceName
  readonly shard: Part['shard']
  readonly sample: number
  /** A folder, made where there is something to write. */
  readonly findings: string
  readonly json: boolean
  /** How many threads play. */
  readonly workers: number
}

/**
 * Plays the spaces and tells what came of it. Returns 0, or 1 where something did not hold. Throws SimCommandError. More than one
 * thread play only the spaces of SPACES.
 */
export async function runExhaust(
  options: ExhaustOptions,
  writer: Writer,
  all: readonly Space[] = SPACES,
): Promise<0 | 1> {
  checkFolder(options.findings, '--findings')
  const spaces = all.filter(({ name }) => options.space === undefined || options.space === name)
  const done: (Timed & { readonly filed: readonly Filed[] })[] = []
  for (const space of spaces) {
    const startUs = nowMicroseconds()
    const seconds = () => (nowMicroseconds() - startUs) / 1_000_000
    const part = { shard: options.shard, everyNth: options.sample }
    const progress = progressLine(writer, space.name, seconds)
    const came =
      options.workers === 1
        ? exhaust(space, part, progress)
        : await exhaustInThreads({ space: space.name, part }, options.workers, progress)
    const timed = { ...came, about: space.about, seconds: seconds() }
    const filed = came.findings.map((finding, index) =>
      file(finding, `${nameOf(space.name, options)}-${index + 1}`),
    )
    done.push({ ...timed, filed })
    if (options.json) continue
    writer.out(exhaustedText(timed))
    for (const finding of filed) writer.out(findingText(finding))
  }
  if (options.json) writer.out(`${JSON.stringify(jsonOf(done, options), null, 1)}\n`)
  return done.some(({ violations }) => violations > 0) ? 1 : 0

  function file(finding: Finding, name: string): Filed {
    const path = join(options.findings, `${name}.yaml`)
    try {
      mkdirSync(options.findings, { recursive: true })
      writeFileSync(path, formatScenario(finding.scenario))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new SimCommandError(
        `The scenario of a finding cannot be written: ${printable(why)}. Name another --findings.`,
      )
    }
    return { ...finding, file: path }
  }
}

function nameOf(space: SpaceName, { shard: { index, of } }: ExhaustOptions): string {
  return of === 1 ? `exhaust-${space}` : `exhaust-${space}-${index}-of-${of}`
}

/** On a terminal: a line that is written over and over, at most each second. */
function progressLine(writer: Writer, space: SpaceName, seconds: () => number): (states: number) => void {
  if (!isatty(2)) return () => {}
  let told = 0
  return states => {
    if (seconds() - told < 1) return
    told = seconds()
    writer.err(`\r${space}: ${states} states in ${Math.round(told)} s\u001b[K\r`)
  }
}

function jsonOf(
  spaces: readonly (Timed & { readonly filed: readonly Filed[] })[],
  { shard, sample }: ExhaustOptions,
): object {
  const sum = (of: (one: Timed) => number) => spaces.reduce((total, one) => total + of(one), 0)
  return {
    states: sum(({ states }) => states),
    standFor: sum(({ standFor }) => standFor),
    runs: sum(({ runs }) => runs),
    violations: sum(({ violations }) => violations),
    seconds: sum(({ seconds }) => seconds),
    shard,
    sample,
    spaces: spaces.map(({ findings: _, filed, ...one }) => ({
      ...one,
      findings: filed.map(({ scenario: _scenario, ...finding }) => finding),
    })),
  }
}
