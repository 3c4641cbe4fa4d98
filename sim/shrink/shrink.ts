import type { Scenario } from '../scenario/scenario.ts'
import { isScenario } from './is-scenario.ts'
import type { Pass } from './pass.ts'
import { fewerHappenings } from './passes/fewer-happenings.ts'
import { fewerKeys } from './passes/fewer-keys.ts'
import { fewerObjects } from './passes/fewer-objects.ts'
import { rounderTimes, simplerNumbers, smallerSeed } from './passes/simpler-numbers.ts'

/** How much may be spent on making one scenario smaller. */
export interface ShrinkBudget {
  /** So many candidates are played at most. */
  readonly plays: number
  /** Asked before each play: false where there is no time left. */
  readonly goesOn?: () => boolean
}

/** The boldest come first: what they leave out, the others need not look at. */
const PASSES: readonly Pass[] = [
  fewerHappenings,
  fewerObjects,
  fewerKeys,
  smallerSeed,
  rounderTimes,
  simplerNumbers,
]

/**
 * Makes a scenario that fails as small as it gets: no part of its timeline, no object and no setting that could be left out
 * stays. `fails` is to say whether a candidate fails in the same way; it is asked only of what could stand in a file. The same for
 * the same scenario and answers, if the time suffices. Gives the scenario itself where nothing smaller fails.
 */
export function shrink(
  scenario: Scenario,
  fails: (candidate: Scenario) => boolean,
  budget: ShrinkBudget,
): Scenario {
  let smallest = scenario
  let plays = 0
  const isLeft = () => plays < budget.plays && budget.goesOn?.() !== false
  const improve = (pass: Pass): boolean => {
    for (const candidate of pass(smallest)) {
      if (!isLeft()) return false
      if (!isScenario(candidate)) continue
      plays += 1
      if (!fails(candidate)) continue
      smallest = candidate
      return true
    }
    return false
  }
  // Until none of them finds anything any more.
  for (let improved = true; improved && isLeft(); ) {
    improved = false
    for (const pass of PASSES) while (improve(pass)) improved = true
  }
  return smallest
}
