import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Writer } from '../../src/cli/writer.ts'
import { printable } from '../../src/report/printable.ts'
import { packageFolder } from './package-folder.ts'
import { readScenario } from './read-scenario.ts'
import { playFile } from './run.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Lists a directory of scenario files; each is played. Returns 0, or 1 where one does not come out as it must. Throws HarepError. */
export async function list(directory: string | undefined, writer: Writer): Promise<0 | 1> {
  const files = scenarioFiles(directory ?? join(packageFolder(), 'fixtures', 'scenarios'))
  const width = Math.max(...files.map(file => nameOf(file).length))
  let areAllWell = true
  for (const file of files) {
    const scenario = await readScenario(file)
    const { complaints } = playFile(file, scenario, false)
    const isWell = complaints.length === 0
    areAllWell &&= isWell
    writer.out(
      `${nameOf(file).padEnd(width)}  ${isWell ? 'ok    ' : 'FAILED'}  ${printable(scenario.description)}\n`,
    )
    for (const complaint of complaints) writer.out(`${' '.repeat(width + 10)}${complaint}\n`)
  }
  return areAllWell ? 0 : 1
}

/** The scenario files of a directory, in the order of their names. Throws SimCommandError where there is none. */
function scenarioFiles(directory: string): readonly string[] {
  let names: readonly string[]
  try {
    names = readdirSync(directory)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new SimCommandError(`The directory '${printable(directory)}' cannot be read (${code}).`)
  }
  const files = names.filter(name => /\.(ya?ml|json)$/.test(name)).sort()
  if (files.length === 0)
    throw new SimCommandError(`There is no scenario file (.yaml, .yml, .json) in '${printable(directory)}'.`)
  return files.map(name => join(directory, name))
}

function nameOf(file: string): string {
  return printable(basename(file).replace(/\.(ya?ml|json)$/, ''))
}
