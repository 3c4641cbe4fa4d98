import { parseRepairTag, REPAIR_RESULTS, type TaggedRepair } from '../cluster/repair-tag.ts'
import type { RepairState, TagConflict } from './repair-state.ts'

/**
 * From an instance's tags to its state (autorepair-evolution.md section 4; Ganeti Harep.hs setInitialState).
 *
 * The tags are grouped by repair id. Of each group one tag counts: that with the weightiest result (none < enoperm <
 * success < failure), among those the latest, among those the last in tag order. The groups are then gone through from
 * the oldest to the newest, by the earliest time in each, and by id where these are the same. The first failure stays
 * whatever comes after it; a success or a refusal gives way to the next repair; and nothing may come after a pending one.
 */
export function repairHistory(tags: readonly string[]): RepairState | TagConflict {
  const repairs = decidingRepairs(tags.flatMap(tag => parseRepairTag(tag) ?? []))
  const unhealthy = repairs.findIndex(repair => stateAfter(repair) !== 'healthy')
  const index = unhealthy < 0 ? repairs.length - 1 : unhealthy
  const [last, later] = [repairs[index], repairs[index + 1]]
  if (!last) return NO_REPAIR
  const kind = stateAfter(last)
  if (kind === 'pending' && later) return { kind: 'conflict', pending: last, later }
  const before = repairs.slice(0, index).reverse()
  return { kind, last, stale: before.map(({ tag }) => tag) }
}

const NO_REPAIR: RepairState = Object.freeze({ kind: 'healthy', last: undefined, stale: [] })

/** Of these tags the one that counts of each repair, from the oldest repair to the newest. */
export function decidingRepairs(repairs: readonly TaggedRepair[]): readonly TaggedRepair[] {
  // Most instances with a history have one tag.
  if (repairs.length <= 1) return repairs
  const groups = new Map<string, [TaggedRepair, ...TaggedRepair[]]>()
  for (const repair of repairs) {
    const group = groups.get(repair.id)
    if (group) group.push(repair)
    else groups.set(repair.id, [repair])
  }
  return [...groups.values()]
    .map(group => ({
      began: group.map(repair => repair.timeSeconds).reduce(smaller),
      deciding: group.reduce(weightier),
    }))
    .sort((a, b) => compare(a.began, b.began) || compareText(a.deciding.id, b.deciding.id))
    .map(({ deciding }) => deciding)
}

/** Where an instance stands after a repair, by the tag that counts of it. */
function stateAfter(repair: TaggedRepair): 'pending' | 'failed' | 'healthy' {
  if (repair.result === undefined) return 'pending'
  return repair.result === 'failure' ? 'failed' : 'healthy'
}

/** Of two tags of one repair the one that counts; `b` comes later in tag order and so wins ties. */
function weightier(a: TaggedRepair, b: TaggedRepair): TaggedRepair {
  return (weight(a) - weight(b) || compare(a.timeSeconds, b.timeSeconds)) > 0 ? a : b
}

function weight({ result }: TaggedRepair): number {
  return result === undefined ? -1 : REPAIR_RESULTS.indexOf(result)
}

function smaller(a: bigint, b: bigint): bigint {
  return b < a ? b : a
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** By code points, as Haskell compares strings; JavaScript's own order is by UTF-16 units. */
function compareText(a: string, b: string): number {
  const [as, bs] = [[...a], [...b]]
  for (const [index, char] of as.entries()) {
    const other = bs[index]
    if (other === undefined) return 1
    const difference = (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return as.length - bs.length
}
