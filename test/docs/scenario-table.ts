import { fixtureScenarios } from '../sim/scenario/fixture-scenarios.ts'

/** The name of the part of docs/manual.md that scenarioTable makes. */
export const SCENARIO_TABLE = 'table of scenarios'

/** Every scenario that comes with harep, and what it teaches. Not aligned: sentences are too long for that. */
export function scenarioTable(): string {
  const rows = fixtureScenarios().map(
    ({ name, scenario }) => `| [${name}](../fixtures/scenarios/${name}.yaml) | ${scenario.description} |\n`,
  )
  return `| scenario | what it teaches |\n|---|---|\n${rows.join('')}`
}
