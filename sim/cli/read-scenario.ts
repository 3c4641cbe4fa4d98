import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { printable } from '../../src/report/printable.ts'
import { parseScenario } from '../scenario/parse-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { readTextFile } from './read-text-file.ts'
import { SimCommandError } from './sim-command-error.ts'

/** As for other files. */
const CLUSTER_BYTES_MAX = 32 * 1024 * 1024

/** The scenario of a file. Throws HarepError for a file that cannot be read or is no scenario file. */
export async function readScenario(fileName: string): Promise<Scenario> {
  const text = await readTextFile(
    fileName,
    'scenario file',
    'harep-sim list DIRECTORY shows those of a directory.',
  )
  return parseScenario(text, printable(fileName), beside => readBeside(fileName, beside))
}

function readBeside(fileName: string, beside: string): string {
  const path = join(dirname(fileName), beside)
  const what = `cluster file '${printable(path)}', which ${printable(fileName)} names,`
  try {
    const { size } = statSync(path)
    if (size <= CLUSTER_BYTES_MAX) return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(
      `The ${what} cannot be read (${code}). It is looked for beside the scenario file.`,
    )
  }
  throw new SimCommandError(`The ${what} has more than ${CLUSTER_BYTES_MAX} bytes. Is it the right file?`)
}
