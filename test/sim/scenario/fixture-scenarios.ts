import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import type { Scenario } from '../../../sim/scenario/scenario.ts'

export const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'scenarios')

/** The scenarios that come with harep, in the order of their names. */
export function fixtureScenarios(): readonly { readonly name: string; readonly scenario: Scenario }[] {
  const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => ({ name: file.replace(/\.yaml$/, ''), scenario: parseScenario(read(file), file, read) }))
}
