import { parentPort, workerData } from 'node:worker_threads'
import { noHits } from '../../sim/coverage/hits.ts'
import { exploreScenario } from '../../sim/explore/explore-scenario.ts'
import { scenarioSeed } from '../../sim/explore/scenario-seed.ts'
import { generateScenario } from '../../sim/generate/generate-scenario.ts'
import type { Scenario } from '../../sim/scenario/scenario.ts'
import { shrink } from '../../sim/shrink/shrink.ts'

/*
 * Runs as a thread, bundled with a defect planted or without: looks for the first scenario of a sweep in which something is
 * wrong, makes it small, and tells.
 */

/** What a thread is to do: hunt through a sweep, or play one scenario. */
export type Errand =
  | {
      readonly kind: 'hunt'
      readonly sweepSeed: number
      /** The number of the first scenario to be played. */
      readonly first: number
      readonly seedsMax: number
    }
  | { readonly kind: 'play'; readonly scenario: Scenario }

/** What was found. */
export interface Caught {
  readonly invariant: string
  readonly what: string
  /** How many scenarios it took, the one that failed included. */
  readonly seeds: number
  readonly scenario: Scenario
  readonly plays: number
  readonly shrinkMs: number
}

/** What came of an errand: what was caught, or, of one scenario, what is wrong with it; undefined for nothing. */
export type Report = Caught | { readonly invariant: string } | undefined

const SHRINK_PLAYS_MAX = 4_000
const SHRINK_MS_MAX = 25_000

function hunt({ sweepSeed, first, seedsMax }: Errand & { readonly kind: 'hunt' }): Caught | undefined {
  for (let index = first; index < seedsMax; index += 1) {
    const scenario = generateScenario(scenarioSeed(sweepSeed, index))
    const invariant = wrongWith(scenario)
    if (invariant === undefined) continue
    let plays = 0
    const startMs = performance.now()
    const small = shrink(
      scenario,
      candidate => {
        plays += 1
        return wrongWith(candidate)?.invariant === invariant.invariant
      },
      { plays: SHRINK_PLAYS_MAX, goesOn: () => performance.now() < startMs + SHRINK_MS_MAX },
    )
    const shrinkMs = performance.now() - startMs
    return { ...invariant, seeds: index + 1, scenario: small, plays, shrinkMs }
  }
  return undefined
}

function wrongWith(scenario: Scenario) {
  return exploreScenario(scenario, noHits()).first
}

// Whoever starts the thread gives it an errand.
const errand = workerData as Errand
parentPort?.postMessage(errand.kind === 'hunt' ? hunt(errand) : wrongWith(errand.scenario))
