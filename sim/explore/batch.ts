import { type Hits, noHits } from '../coverage/hits.ts'
import { generateScenario } from '../generate/generate-scenario.ts'
import { exploreScenario, PLAYS } from './explore-scenario.ts'
import { scenarioSeed } from './scenario-seed.ts'
import { NO_HASH, type TraceHash, together } from './trace-hash.ts'

/** Some scenarios of a sweep, one after the other: what a thread is given to play at a time. Plain data. */
export interface Batch {
  readonly sweepSeed: number
  /** The number of the first scenario, and how far it is to the next one: more than 1 where the sweep is one of several shards. */
  readonly first: number
  readonly step: number
  readonly count: number
}

/** What came of a batch. Plain data. */
export interface BatchResult {
  readonly runs: number
  readonly hash: TraceHash
  readonly simulatedSeconds: number
  readonly violations: number
  readonly hits: Hits
  /** The first few scenarios with a violation, and how many there were. */
  readonly failures: readonly Failure[]
  readonly failed: number
}

/** A scenario in which something was that must not be. */
export interface Failure {
  /** Its number in the sweep. */
  readonly index: number
  readonly seed: number
  readonly invariant: string
  readonly what: string
}

/** So many failures of a batch are told; all are counted. */
const TOLD_MAX = 8

/** As long as a violation's text is worth keeping. */
const WHAT_CHARS_MAX = 2_000

/** Plays a batch. Throws nothing. */
export function playBatch(batch: Batch): BatchResult {
  const before = Error.stackTraceLimit
  // A play makes dozens of errors that are part of it, of jobs that fail and cells without a value: nobody reads their traces.
  Error.stackTraceLimit = 0
  try {
    return playAll(batch, before)
  } finally {
    Error.stackTraceLimit = before
  }
}

function playAll({ sweepSeed, first, step, count }: Batch, stackFrames: number): BatchResult {
  const hits = noHits()
  const failures: Failure[] = []
  let hash = NO_HASH
  let [simulatedSeconds, violations, failed] = [0, 0, 0]
  for (let number = 0; number < count; number += 1) {
    const index = first + number * step
    const seed = scenarioSeed(sweepSeed, index)
    const explored = exploreScenario(generateScenario(seed), hits)
    hash = together(hash, explored.hash)
    simulatedSeconds += explored.simulatedSeconds
    violations += explored.violations
    if (explored.first === undefined) continue
    failed += 1
    const { invariant } = explored.first
    if (failures.length >= TOLD_MAX) continue
    const what = invariant === PLAYS ? whatWasThrown(seed, stackFrames) : explored.first.what
    failures.push({ index, seed, invariant, what: what.slice(0, WHAT_CHARS_MAX) })
  }
  return { runs: count, hash, simulatedSeconds, violations, hits, failures, failed }
}

/** Plays again what could not be played to its end, to tell where in the program that was. */
function whatWasThrown(seed: number, stackFrames: number): string {
  Error.stackTraceLimit = stackFrames
  const { first } = exploreScenario(generateScenario(seed), noHits())
  Error.stackTraceLimit = 0
  return first?.what ?? ''
}
