import { play } from '../play/play.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { PLAYS } from './explore-scenario.ts'

/** Whether a scenario breaks this invariant. Throws nothing: a play that cannot be played breaks one of its own. */
export function failsLike(invariant: string, scenario: Scenario): boolean {
  try {
    return play(scenario).violations.some(violation => violation.invariant === invariant)
  } catch {
    return invariant === PLAYS
  }
}
