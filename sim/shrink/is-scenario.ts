import * as v from 'valibot'
import { findScenarioContradiction } from '../scenario/contradiction.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { SCENARIO_SCHEMA } from '../scenario/scenario-schema.ts'

/** Whether a scenario could stand in a file: its figures within their bounds, and every name one of its cluster. */
export function isScenario(scenario: Scenario): boolean {
  return v.is(SCENARIO_SCHEMA, scenario) && findScenarioContradiction(scenario) === undefined
}
