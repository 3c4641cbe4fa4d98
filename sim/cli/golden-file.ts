import { writeFileSync } from 'node:fs'
import { printable } from '../../src/report/printable.ts'
import { readKept } from '../files/kept-file.ts'
import { SimCommandError } from './sim-command-error.ts'

/** The file beside a scenario file that holds its trace as it should be. */
function goldenFileOf(scenarioFile: string): string {
  return `${scenarioFile.replace(/\.(ya?ml|json)$/, '')}.trace.txt`
}

/** How a scenario's text differs from the golden one, a sentence; undefined where it does not, or there is none. Throws SimCommandError where that cannot be read. */
export function goldenComplaint(scenarioFile: string, text: string): string | undefined {
  const file = goldenFileOf(scenarioFile)
  const expected = readGolden(file)
  if (expected === undefined) return undefined
  const [golden, now] = [expected, text].map(whole => whole.split('\n'))
  const count = Math.max(golden?.length ?? 0, now?.length ?? 0)
  for (let index = 0; index < count; index += 1) {
    if (golden?.[index] === now?.[index]) continue
    return `the trace is no longer that of ${printable(file)}, from line ${index + 1} on (see with diff what changed; --update writes it anew)`
  }
  return undefined
}

/** As for other files. */
const GOLDEN_BYTES_MAX = 32 * 1024 * 1024

function readGolden(file: string): string | undefined {
  const kept = readKept(file, GOLDEN_BYTES_MAX)
  if (kept.kind === 'trouble')
    throw new SimCommandError(`The file '${printable(file)}' ${printable(kept.why)}`)
  return kept.kind === 'text' ? kept.text : undefined
}

/** Writes golden texts. Throws SimCommandError in CI, where they are what is checked, and where the file cannot be written. */
export function writeGolden(scenarioFile: string, text: string): void {
  const file = goldenFileOf(scenarioFile)
  try {
    writeFileSync(file, text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(`The file '${printable(file)}' cannot be written (${code}).`)
  }
}

/** Throws SimCommandError where the variable CI says that this is a check of what stands. */
export function refuseInCi(): void {
  if (process.env['CI'] === 'true' || process.env['CI'] === '1')
    throw new SimCommandError('--update writes the texts that are checked here: with CI set it is refused.')
}
