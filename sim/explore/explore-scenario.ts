import { countHits } from '../coverage/count-hits.ts'
import { count, type Hits } from '../coverage/hits.ts'
import { play } from '../play/play.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { hashPlay } from './hash-play.ts'
import { Hasher, type TraceHash } from './trace-hash.ts'

/** What came of one scenario. */
export interface Explored {
  readonly hash: TraceHash
  readonly simulatedSeconds: number
  /** How many violations, and the first of them. */
  readonly violations: number
  readonly first: Found | undefined
}

/** What is wrong with a scenario. */
interface Found {
  readonly invariant: string
  readonly what: string
}

/** The name under which a play that could not be played to its end is told: no invariant has it. */
export const PLAYS = 'plays'

/** Plays a scenario and counts in `hits` what it hits. Throws nothing: a play that fails is a violation, too. */
export function exploreScenario(scenario: Scenario, hits: Hits): Explored {
  const hasher = new Hasher()
  hasher.number(scenario.seed)
  try {
    const { violations, simulatedSeconds } = play(scenario, stage => [
      countHits(stage, hits),
      hashPlay(stage, hasher),
    ])
    return { hash: hasher.hash, simulatedSeconds, violations: violations.length, first: violations[0] }
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    count(hits.invariants, PLAYS)
    return { hash: hasher.hash, simulatedSeconds: 0, violations: 1, first: { invariant: PLAYS, what } }
  }
}
