import { play } from '../play/play.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** The name under which a play that could not be played to its end is told (sim/explore/explore-scenario.ts). */
const PLAYS = 'plays'

/** Whether an invariant is violated when the scenario is played. Throws nothing. */
export function fails(scenario: Scenario, invariant: string): boolean {
  try {
    return play(scenario).violations.some(violation => violation.invariant === invariant)
  } catch {
    return invariant === PLAYS
  }
}
