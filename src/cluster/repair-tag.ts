import { readHaskellInteger } from './haskell-integer.ts'
import type { JobId } from './job.ts'
import { parseRepairType, type RepairType } from './repair-type.ts'
import { chompPrefix, splitFields } from './tag-text.ts'

/**
 * The tags in which harep keeps its state, one per repair and result:
 *
 *     ganeti:watcher:autorepair:pending:TYPE:ID:TIME:JOBS
 *     ganeti:watcher:autorepair:result:TYPE:ID:TIME:RESULT:JOBS
 *
 * JOBS are job ids joined by `+`, maybe none, but the colon before them is always there. What does not have exactly these
 * fields is nobody's tag and ignored (tags.md section 3; Ganeti src/Ganeti/HTools/Program/Harep.hs parseInitTag).
 */
const HAREP = 'ganeti:watcher:autorepair:'
const PENDING = `${HAREP}pending:`
const RESULT = `${HAREP}result:`

/** In the order of their weight within one repair: a failure outweighs a success, that an enoperm. */
export const REPAIR_RESULTS = ['enoperm', 'success', 'failure'] as const

type RepairResult = (typeof REPAIR_RESULTS)[number]

/** One repair as a tag tells it. `result` is undefined while it is pending. */
export interface RepairRecord {
  readonly type: RepairType
  /** Names the repair across its tags; a UUID where harep made it, any text without a colon else. */
  readonly id: string
  /** Seconds since the epoch. */
  readonly timeSeconds: bigint
  readonly result: RepairResult | undefined
  readonly jobs: readonly JobId[]
}

/** A record together with the very text of the tag it was read from. */
export interface TaggedRepair extends RepairRecord {
  readonly tag: string
}

/**
 * What was read already: one run reads the tags of an instance a dozen times. Emptied when it is full, so that it never holds
 * more than a few MiB; what becomes of a tag depends on nothing but its text.
 */
const known = new Map<string, TaggedRepair | undefined>()
const KNOWN_MAX = 10_000
/** What is longer is no tag that Ganeti would keep, and is not kept here either. */
const KNOWN_UNITS_MAX = 256

/** The repair that a tag tells of, or undefined when it is no (well-formed) repair tag. */
export function parseRepairTag(tag: string): TaggedRepair | undefined {
  if (!tag.startsWith(HAREP)) return undefined
  if (tag.length > KNOWN_UNITS_MAX) return readRepairTag(tag)
  const before = known.get(tag)
  if (before !== undefined || known.has(tag)) return before
  if (known.size >= KNOWN_MAX) known.clear()
  const repair = readRepairTag(tag)
  known.set(tag, repair)
  return repair
}

function readRepairTag(tag: string): TaggedRepair | undefined {
  const pending = splitFields(chompPrefix(PENDING, tag), ':')
  if (pending.length === 4) {
    const [type = '', id = '', time = '', jobs = ''] = pending
    return repairOf(tag, type, id, time, undefined, jobs)
  }
  const done = splitFields(chompPrefix(RESULT, tag), ':')
  const [type = '', id = '', time = '', resultText, jobs = ''] = done
  const result = REPAIR_RESULTS.find(known => known === resultText)
  return done.length === 5 && result !== undefined ? repairOf(tag, type, id, time, result, jobs) : undefined
}

function repairOf(
  tag: string,
  typeText: string,
  id: string,
  timeText: string,
  result: RepairResult | undefined,
  jobsText: string,
): TaggedRepair | undefined {
  const type = parseRepairType(typeText)
  const timeSeconds = readHaskellInteger(timeText)
  const jobs = splitFields(jobsText, '+').map(readJobId)
  if (type === undefined || timeSeconds === undefined || !allKnown(jobs)) return undefined
  return Object.freeze({ type, id, timeSeconds, result, jobs: Object.freeze(jobs), tag })
}

/** Ids wrap around at 64 bits, as the original's do, and are at least 0. */
function readJobId(text: string): JobId | undefined {
  const value = readHaskellInteger(text)
  if (value === undefined) return undefined
  const wrapped = BigInt.asIntN(64, value)
  return wrapped < 0n ? undefined : wrapped.toString()
}

function allKnown(jobs: (JobId | undefined)[]): jobs is JobId[] {
  return !jobs.includes(undefined)
}

/** The record with the tag that tells it. */
export function tagged(record: RepairRecord): TaggedRepair {
  const { type, id, timeSeconds, result, jobs } = record
  const fields = [type, id, timeSeconds.toString(), ...(result === undefined ? [] : [result]), jobs.join('+')]
  const prefix = result === undefined ? PENDING : RESULT
  return Object.freeze({ type, id, timeSeconds, result, jobs, tag: prefix + fields.join(':') })
}
