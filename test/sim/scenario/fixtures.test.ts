import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { complaintsOf, scenarioText } from '../../../sim/scenario/outcome-text.ts'
import { playScenario } from '../../../sim/scenario/play-scenario.ts'
import { FOLDER, fixtureScenarios } from './fixture-scenarios.ts'

/** Where the rules have changed, `npx tsx sim/cli/main.ts run --update fixtures/scenarios/*.yaml` writes the texts anew. */
describe.each(fixtureScenarios())('$name', ({ name, scenario }) => {
  const outcome = playScenario(scenario)

  test('it comes out as it must, and as it expects', () => {
    expect(complaintsOf(outcome)).toEqual([])
  })

  test('its trace is the text beside it', () => {
    expect(scenarioText(scenario, outcome)).toBe(readFileSync(join(FOLDER, `${name}.trace.txt`), 'utf8'))
  })

  test('it teaches something, in one line, and expects something', () => {
    expect(scenario.description).toMatch(/^\S.*[a-z)]\.$/)
    expect(scenario.description.length).toBeLessThanOrEqual(200)
    const { instances = {}, repairs } = scenario.expect ?? {}
    expect(Object.keys(instances).length).toBeGreaterThan(0)
    expect(repairs).toBeDefined()
  })
})

test('nothing else lies beside them', () => {
  const names = fixtureScenarios().flatMap(({ name }) => [`${name}.trace.txt`, `${name}.yaml`])
  expect(readdirSync(FOLDER).sort()).toEqual(names.sort())
})
