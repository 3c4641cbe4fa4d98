/** How often each thing was hit. Plain data: it travels between threads and into a file. */
export interface Hits {
  /** Faults that took place. */
  readonly faults: Counts
  /** What runs said of instances, once for each run and instance; `nodes-fine` is not worth counting. */
  readonly reasons: Counts
  readonly branches: Counts
  /** Violations by invariant. */
  readonly invariants: Counts
  /** How runs ended: with 0, with 1, killed, or the code of an error. */
  readonly outcomes: Counts
  /** From one reason of an instance to its next one: what is still to be seen when every reason was. */
  readonly changes: Counts
}

export type Counts = Record<string, number>

export function noHits(): Hits {
  return { faults: {}, reasons: {}, branches: {}, invariants: {}, outcomes: {}, changes: {} }
}

export function count(counts: Counts, what: string, times = 1): void {
  counts[what] = (counts[what] ?? 0) + times
}

/** Adds hits to others. Gives how many things were hit that had not been before. */
export function addHits(to: Hits, from: Hits): number {
  let fresh = 0
  for (const kind of HIT_KINDS) {
    for (const [what, times] of Object.entries(from[kind])) {
      if (to[kind][what] === undefined) fresh += 1
      count(to[kind], what, times)
    }
  }
  return fresh
}

export const HIT_KINDS = [
  'faults',
  'reasons',
  'branches',
  'invariants',
  'outcomes',
  'changes',
] as const satisfies readonly (keyof Hits)[]
