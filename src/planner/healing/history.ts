import { parseRepairTag, type TaggedRepair } from '../../cluster/repair-tag.ts'
import { chompPrefix } from '../../cluster/tag-text.ts'
import { decidingTags } from '../repair-history.ts'

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
  /** What failed, from the oldest to the newest. */
  readonly failures: readonly TaggedRepair[]
  /** The newest repair that was done or refused. */
  readonly over: TaggedRepair | undefined
  /** Every well-formed repair tag, whether it counts or not. */
  readonly tags: readonly TaggedRepair[]
  /** Tags that begin as a repair tag does and are none. */
  readonly malformed: readonly string[]
}

const STARTS = ['ganeti:watcher:autorepair:pending:', 'ganeti:watcher:autorepair:result:']

/** Reads the history out of all tags of an instance. */
export function readHistory(tags: readonly string[]): History {
  const candidates = tags.filter(tag => STARTS.some(start => chompPrefix(start, tag) !== undefined))
  if (candidates.length === 0) return NO_HISTORY
  const repairs = decidingTags(candidates)
  const pendings = repairs.filter(({ result }) => result === undefined)
  const pending = pendings.find(({ jobs }) => jobs.length > 0)
  return Object.freeze({
    pending,
    contradicting: pending && repairs.slice(repairs.indexOf(pending) + 1).find(one => !isOneOff(one)),
    oneOff: pendings.find(isOneOff),
    failures: repairs.filter(({ result }) => result === 'failure'),
    over: repairs.findLast(({ result }) => result === 'success' || result === 'enoperm'),
    tags: candidates.flatMap(tag => parseRepairTag(tag) ?? []),
    malformed: candidates.filter(tag => parseRepairTag(tag) === undefined),
  })
}

function isOneOff({ result, jobs }: TaggedRepair): boolean {
  return result === undefined && jobs.length === 0
}

const NO_HISTORY: History = Object.freeze({
  pending: undefined,
  contradicting: undefined,
  oneOff: undefined,
  failures: [],
  over: undefined,
  tags: [],
  malformed: [],
})
