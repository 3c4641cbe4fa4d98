import { isDeepStrictEqual } from 'node:util'
import type { TraceEntry, TraceKind } from '../trace/trace-entry.ts'

/** Where two plays part: the number of the first entry that is not the same, from 0, and what stands there in each. */
export interface Difference {
  readonly index: number
  /** Undefined where that play is over. */
  readonly one: TraceEntry | undefined
  readonly other: TraceEntry | undefined
}

/** The first entry that is not the same in both plays, its time included; undefined where there is none. */
export function firstDifference(
  ones: readonly TraceEntry[],
  others: readonly TraceEntry[],
): Difference | undefined {
  const length = Math.max(ones.length, others.length)
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [ones[index], others[index]]
    if (!isDeepStrictEqual(plain(one), plain(other))) return { index, one, other }
  }
  return undefined
}

/** A play that was read from a file lacks the keys that are undefined in one just played. */
function plain(entry: TraceEntry | undefined): unknown {
  return entry === undefined ? undefined : JSON.parse(JSON.stringify(entry))
}

/** Runs of two programs differ by their names alone from the start; what follows from that is told by these kinds. */
const KINDS: readonly TraceKind[] = ['happening', 'guest', 'job', 'decision', 'told', 'violation']

/** The first difference among the entries of each kind by itself, for those that have one. */
export function differencesByKind(
  ones: readonly TraceEntry[],
  others: readonly TraceEntry[],
): readonly (Difference & { readonly kind: TraceKind })[] {
  return KINDS.flatMap(kind => {
    const of = (entries: readonly TraceEntry[]) => entries.filter(entry => entry.kind === kind)
    const found = firstDifference(of(ones), of(others))
    return found === undefined ? [] : [{ kind, ...found }]
  })
}

/** When the plays part: the earlier of the two entries. */
export function differsAtUs({ one, other }: Difference): number {
  return Math.min(one?.atUs ?? Number.POSITIVE_INFINITY, other?.atUs ?? Number.POSITIVE_INFINITY)
}
