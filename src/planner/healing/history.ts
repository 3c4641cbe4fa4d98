import { parseRepairTag, type TaggedRepair } from '../../cluster/repair-tag.ts'
import { chompPrefix } from '../../cluster/tag-text.ts'
import { decidingRepairs } from '../repair-history.ts'

/**
 * What the repair tags of one instance tell. Of each repair one tag counts (repair-history.ts); where the original ends its
 * run because tags contradict each other, here the oldest pending repair is followed, and the others wait for their turn.
 */
export interface History {
  /** The repair under way: the oldest pending one that names jobs. */
  readonly pending: TaggedRepair | undefined
  /** Another tag that tells of a later repair although `pending` has not ended; told, and left alone. */
  readonly contradicting: TaggedRepair | undefined
  /** The oldest pending tag without a job: a permission for one repair (design document of Ganeti 2.8). */
  readonly oneOff: TaggedRepair | undefined
  /** All of these, the oldest first. */
  readonly oneOffs: readonly TaggedRepair[]
  /** What failed, from the oldest to the newest. */
  readonly failures: readonly TaggedRepair[]
  /** Re-creations that were cancelled when they had stopped their instance and done nothing else (outcome.ts), the oldest first. */
  readonly withdrawn: readonly TaggedRepair[]
  /** What was done or refused, from the oldest to the newest. */
  readonly over: readonly TaggedRepair[]
  /** Every well-formed repair tag, whether it counts or not. */
  readonly tags: readonly TaggedRepair[]
  /** Tags that begin as a repair tag does and are none. */
  readonly malformed: readonly string[]
}

const PENDING = 'ganeti:watcher:autorepair:pending:'
const RESULT = 'ganeti:watcher:autorepair:result:'

/** What was read already, by the tags as they were loaded: a run asks for the history of an instance in each of its steps. */
const known = new WeakMap<readonly string[], History>()

/** Reads the history out of all tags of an instance, which are never changed. */
export function readHistory(tags: readonly string[]): History {
  // Most instances have no such tag, and there may be 100,000 of them: no list is made for those.
  const first = tags.findIndex(isRepairTag)
  if (first < 0) return NO_HISTORY
  const before = known.get(tags)
  if (before !== undefined) return before
  const history = historyIn(tags, first)
  known.set(tags, history)
  return history
}

function historyIn(tags: readonly string[], first: number): History {
  const wellFormed: TaggedRepair[] = []
  const malformed: string[] = []
  for (const tag of first > 0 ? tags.slice(first) : tags) {
    if (!isRepairTag(tag)) continue
    const repair = parseRepairTag(tag)
    if (repair === undefined) malformed.push(tag)
    else wellFormed.push(repair)
  }
  const repairs = decidingRepairs(wellFormed)
  const pendings = repairs.filter(({ result }) => result === undefined)
  const pending = pendings.find(({ jobs }) => jobs.length > 0)
  return Object.freeze({
    pending,
    contradicting: pending && repairs.slice(repairs.indexOf(pending) + 1).find(one => !isOneOff(one)),
    oneOff: pendings.find(isOneOff),
    oneOffs: pendings.filter(isOneOff),
    failures: repairs.filter(({ result }) => result === 'failure'),
    withdrawn: repairs.filter(isWithdrawn),
    over: repairs.filter(one => one.result === 'success' || (one.result === 'enoperm' && !isWithdrawn(one))),
    tags: wellFormed,
    malformed,
  })
}

/** Every tag, counting or outweighed, of these repairs: one that stayed behind could be the one that counts next time. */
export function tagsOf(history: History, repairs: readonly TaggedRepair[]): readonly string[] {
  const ids = new Set(repairs.map(({ id }) => id))
  return history.tags.flatMap(({ id, tag }) => (ids.has(id) ? [tag] : []))
}

/** Whether a tag begins as a repair tag does. */
function isRepairTag(tag: string): boolean {
  return chompPrefix(PENDING, tag) !== undefined || chompPrefix(RESULT, tag) !== undefined
}

/**
 * What is not permitted has no job; a re-creation that was begun and is not to go on has one. It is no failure to the original
 * either.
 */
function isWithdrawn({ type, result, jobs }: TaggedRepair): boolean {
  return result === 'enoperm' && type === 'reinstall' && jobs.length === 1
}

function isOneOff({ result, jobs }: TaggedRepair): boolean {
  return result === undefined && jobs.length === 0
}

export const NO_HISTORY: History = Object.freeze({
  pending: undefined,
  contradicting: undefined,
  oneOff: undefined,
  oneOffs: [],
  failures: [],
  withdrawn: [],
  over: [],
  tags: [],
  malformed: [],
})
