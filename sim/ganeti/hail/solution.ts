import type { Place } from './allocation.ts'
import { FAIL_MODES, type FailMode, isFailMode } from './fail-mode.ts'

/** How the places of one group are compared and told. */
export interface Ranking<Metric> {
  /** Negative if the first one is better. */
  readonly compare: (a: Metric, b: Metric) => number
  readonly describe: (metric: Metric) => string
  /** Whether a place may be chosen; asked of the best ones first, until one may. */
  readonly isAcceptable: (place: Place<Metric>) => boolean
}

/** What to try, and how to judge it. */
export interface Attempt<Metric> {
  readonly ranking: Ranking<Metric>
  readonly onSingle: (primary: number) => Place<Metric> | FailMode
  readonly onPair: (primary: number, secondary: number) => Place<Metric> | FailMode
}

/** What came out for one group. */
export interface Solution<Metric> {
  readonly best: Place<Metric> | undefined
  /** How many places were good; those that were better than the best one, but not acceptable, do not count. */
  readonly successes: number
  readonly failures: readonly FailMode[]
}

/**
 * The best acceptable one of the places that were tried; of equally good ones the last (Ganeti
 * src/Ganeti/HTools/Cluster/AllocationSolution.hs:245-265).
 */
export function solve<Metric>(
  tried: readonly (Place<Metric> | FailMode)[],
  { compare, isAcceptable }: Ranking<Metric>,
): Solution<Metric> {
  const places = tried.flatMap(outcome => (isFailMode(outcome) ? [] : [outcome])).toReversed()
  places.sort((a, b) => compare(a.metric, b.metric))
  const found = places.findIndex(isAcceptable)
  const dropped = found === -1 ? places.length : found
  const rejected = Array.from({ length: dropped }, (): FailMode => 'FailN1')
  return {
    best: places[found],
    successes: places.length - dropped,
    failures: [...rejected, ...tried.flatMap(outcome => (isFailMode(outcome) ? [outcome] : []))],
  }
}

/** Several solutions as one; of equally good ones the last is the best. */
export function merge<Metric>(
  solutions: readonly Solution<Metric>[],
  { compare }: Ranking<Metric>,
): Solution<Metric> {
  let best: Place<Metric> | undefined
  for (const solution of solutions) {
    if (solution.best === undefined) continue
    if (best === undefined || !(compare(best.metric, solution.best.metric) < 0)) best = solution.best
  }
  return {
    best,
    successes: solutions.reduce((sum, { successes }) => sum + successes, 0),
    failures: solutions.flatMap(({ failures }) => failures),
  }
}

/** A solution in hail's words (AllocationSolution.hs:181-200). */
export function describeSolution<Metric>(
  { best, successes, failures }: Solution<Metric>,
  { describe }: Ranking<Metric>,
): string {
  const reasons = FAIL_MODES.flatMap(mode => {
    const count = failures.filter(failure => failure === mode).length
    return count === 0 ? [] : [`${mode}: ${count}`]
  }).join(', ')
  if (best === undefined) {
    const told = failures.length === 0 ? 'unknown reasons' : reasons
    return `No valid allocation solutions, failure reasons: ${told}`
  }
  const names = best.chosen.map(({ name }) => name).join('/')
  return `score: ${describe(best.metric)}, successes ${successes}, failures ${failures.length} (${reasons}) for node(s) ${names}`
}
