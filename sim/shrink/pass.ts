import type { Scenario } from '../scenario/scenario.ts'

/**
 * One way to make a scenario smaller: gives candidates, the boldest first, each simpler than what it was given, so that taking one
 * after another comes to an end. A candidate may name what is not there any more: such ones are never played.
 */
export type Pass = (scenario: Scenario) => Iterable<Scenario>
