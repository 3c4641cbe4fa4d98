import { addHits, type Hits, noHits } from '../coverage/hits.ts'
import type { BatchResult, Failure } from './batch.ts'
import { NO_HASH, type TraceHash, together } from './trace-hash.ts'

/** Which part of a sweep this is: every `of`th scenario, beginning with number `index` - 1. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number
  readonly of: number
}

/** All that a sweep knows of the scenarios it has played: always its first ones, without a gap. Plain data, for the state file. */
export interface Tally {
  readonly seed: number
  readonly shard: Shard
  runs: number
  /** How long it took, in seconds of real time. */
  seconds: number
  simulatedSeconds: number
  violations: number
  /** Scenarios with a violation. */
  failed: number
  hash: TraceHash
  readonly hits: Hits
  /** How many scenarios there were since one that hit something new. */
  sinceNew: number
  readonly failures: Failure[]
}

/** So many failures are kept. */
const FAILURES_MAX = 200

export function newTally(seed: number, shard: Shard): Tally {
  return {
    ...{ seed, shard, runs: 0, seconds: 0, simulatedSeconds: 0, violations: 0, failed: 0 },
    ...{ hash: NO_HASH, hits: noHits(), sinceNew: 0, failures: [] },
  }
}

/** Adds the next batch. */
export function addBatch(tally: Tally, batch: BatchResult): void {
  tally.runs += batch.runs
  tally.simulatedSeconds += batch.simulatedSeconds
  tally.violations += batch.violations
  tally.failed += batch.failed
  tally.hash = together(tally.hash, batch.hash)
  tally.sinceNew = addHits(tally.hits, batch.hits) > 0 ? 0 : tally.sinceNew + batch.runs
  tally.failures.push(...batch.failures.slice(0, FAILURES_MAX - tally.failures.length))
}
