import { PERMISSION_TABLES, permissionTables } from './permission-tables.ts'
import { REASON_ENTRIES, reasonEntries } from './reason-entries.ts'
import { SCENARIO_TABLE, scenarioTable } from './scenario-table.ts'
import { withSection } from './section.ts'
import { SITUATION_TABLES, situationTables } from './situation-tables.ts'

/** The parts of docs/manual.md that the code makes, each with its name. */
const MANUAL_SECTIONS: readonly (readonly [name: string, make: () => string])[] = [
  [PERMISSION_TABLES, permissionTables],
  [SITUATION_TABLES, situationTables],
  [REASON_ENTRIES, reasonEntries],
  [SCENARIO_TABLE, scenarioTable],
]

/** The manual's text with these parts made anew. Throws an Error where one has no place. */
export function withMadeSections(manual: string): string {
  return MANUAL_SECTIONS.reduce((page, [name, make]) => withSection(page, name, make()), manual)
}
