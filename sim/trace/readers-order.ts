import type { TraceEntry } from './trace-entry.ts'

/**
 * Who watches a play hears of a power cut after the guests that it stopped; who reads wants the cause first. Of one moment the
 * happenings are therefore told before all else.
 */
export function causesFirst(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  const ordered: TraceEntry[] = []
  let effects = 0
  for (const entry of entries) {
    if (ordered.at(-1)?.atUs !== entry.atUs) effects = ordered.length
    if (entry.kind === 'happening') ordered.splice(effects++, 0, entry)
    else ordered.push(entry)
  }
  return ordered
}

/** The entries that are told in one line: instances of which the same is said, and a run with nothing between its ends. */
export function together(
  entries: readonly TraceEntry[],
): readonly (readonly [TraceEntry, ...TraceEntry[]])[] {
  const groups: [TraceEntry, ...TraceEntry[]][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group !== undefined && belongs(group[0], entry, group.length)) group.push(entry)
    else groups.push([entry])
  }
  return groups
}

function belongs(first: TraceEntry, entry: TraceEntry, count: number): boolean {
  if (first.kind === 'run-started')
    return entry.kind === 'run-ended' && entry.run === first.run && count === 1
  if (first.kind !== 'decision' || entry.kind !== 'decision') return false
  return (['run', 'state', 'reason', 'sentence', 'decidedBy'] as const).every(
    key => first[key] === entry[key],
  )
}
