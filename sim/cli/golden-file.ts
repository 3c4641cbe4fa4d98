import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { printable } from '../../src/report/printable.ts'
import { SimCommandError } from './sim-command-error.ts'

/** The file beside a scenario file that holds its trace as it should be. */
function goldenFileOf(scenarioFile: string): string {
  return `${scenarioFile.replace(/\.(ya?ml|json)$/, '')}.trace.txt`
}

/** How a scenario's text differs from the golden one, a sentence; undefined where it does not, or there is none. */
export function goldenComplaint(scenarioFile: string, text: string): string | undefined {
  const file = goldenFileOf(scenarioFile)
  if (!existsSync(file)) return undefined
  const [golden, now] = [readFileSync(file, 'utf8'), text].map(whole => whole.split('\n'))
  const count = Math.max(golden?.length ?? 0, now?.length ?? 0)
  for (let index = 0; index < count; index += 1) {
    if (golden?.[index] === now?.[index]) continue
    return `the trace is no longer that of ${printable(file)}, from line ${index + 1} on (see with diff what changed; --update writes it anew)`
  }
  return undefined
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
