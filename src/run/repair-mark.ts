import type { JobId } from '../cluster/job.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../cluster/json.ts'
import { parseRepairType } from '../cluster/repair-type.ts'
import type { RepairMark, Witness } from '../planner/queue.ts'

/**
 * What each repair job carries in its reason trail, which luxid tells again as part of the job's opcodes: the type and id of
 * the repair, so that a run which dies before the tag is on record leaves a job that the next run recognises (the original
 * forgets it, and repairs again); the hold under which it was submitted (hold.ts); the figures it was
 * planned on; and of a re-creation, or a new secondary, where the disks were, since Ganeti writes the new nodes down before anything is there.
 */
const SOURCE = 'harep'
/** An admin may have left the id of a one-off permission empty. */
const REPAIR = /^repair (?<type>[a-z-]+) (?<id>[^\s:]{0,64})$/
const HOLD = /^harep-hold:[0-9a-f-]{36}\.\d{1,6}$/
const FROM = /^from (?<nodes>[^\s]{1,255}(?: [^\s]{1,255})?)$/
/** So many ids fit into one entry. */
const WITHDRAWS_MAX = 50
const WITHDRAWS = new RegExp(`^withdraws (?<ids>\\d{1,20}(?: \\d{1,20}){0,${WITHDRAWS_MAX - 1}})$`)
const FIGURES = /^figures (?<digest>[0-9a-f]{8})$/

/** One entry of a reason trail: who, why, when (nanoseconds since the epoch). */
export type ReasonEntry = readonly [source: string, reason: string, timeNs: number]

/** What a job of ours says of itself. */
export interface JobMarks {
  readonly repair: RepairMark | undefined
  readonly hold: string | undefined
  readonly figures: string | undefined
  readonly from: readonly string[] | undefined
  /** Of a job that is a witness about repair jobs (withdrawn-mark.ts). */
  readonly witness: Witness | undefined
}

/** What a repair says of itself. */
export type RepairMarks = Omit<JobMarks, 'witness'> & { readonly repair: RepairMark }

/** The entries for the reason trail of a repair job, with its rate limits (rate-limits.ts); `timeUs` in microseconds since the epoch. */
export function markEntries(
  { repair, hold, figures, from }: RepairMarks,
  timeUs: number,
  rateLimits: readonly string[] = [],
): readonly ReasonEntry[] {
  const texts = [
    `repair ${repair.type} ${repair.id}`,
    ...(hold === undefined ? [] : [hold]),
    ...rateLimits,
    ...(figures === undefined ? [] : [`figures ${figures}`]),
    ...(from === undefined ? [] : [`from ${from.join(' ')}`]),
  ]
  return texts.map(text => [SOURCE, text, timeUs * 1000])
}

/** The entries for the reason trail of a job that tells which repair jobs are about to be cancelled. */
export function witnessEntries(ids: readonly JobId[], timeUs: number): readonly ReasonEntry[] {
  return Array.from({ length: Math.ceil(ids.length / WITHDRAWS_MAX) }, (_, index) => {
    const some = ids.slice(index * WITHDRAWS_MAX, (index + 1) * WITHDRAWS_MAX)
    return [SOURCE, `withdraws ${some.join(' ')}`, timeUs * 1000]
  })
}

export const NO_MARKS: JobMarks = Object.freeze({
  repair: undefined,
  hold: undefined,
  figures: undefined,
  from: undefined,
  witness: undefined,
})

/** The marks in the reason trail of an opcode as luxid tells it: of each kind the first one counts, but of a witness all. */
export function readMarks(opcode: JsonValue | undefined): JobMarks {
  const trail = isJsonObject(opcode) ? opcode['reason'] : undefined
  if (!isJsonArray(trail)) return NO_MARKS
  let { repair, hold, figures, from, witness } = NO_MARKS
  // The first entry says what an admin wanted (--reason), and may say anything.
  for (const entry of trail.slice(1)) {
    if (!isJsonArray(entry) || entry[0] !== SOURCE) continue
    const text = entry[1]
    if (typeof text !== 'string') continue
    repair ??= readRepair(text)
    hold ??= HOLD.test(text) ? text : undefined
    figures ??= FIGURES.exec(text)?.groups?.['digest']
    from ??= FROM.exec(text)?.groups?.['nodes']?.split(' ')
    const ids = WITHDRAWS.exec(text)?.groups?.['ids']?.split(' ')
    if (ids !== undefined)
      witness = { jobs: [...(witness?.jobs ?? []), ...ids], saidSeconds: secondsIn(entry) }
  }
  // Most jobs of a queue are not ours, and a run reads all of them: nothing is made for those.
  const isOurs = (repair ?? hold ?? figures ?? from ?? witness) !== undefined
  return isOurs ? { repair, hold, figures, from, witness } : NO_MARKS
}

function secondsIn([, , timeNs]: readonly JsonValue[]): number {
  return typeof timeNs === 'number' ? timeNs / 1e9 : 0
}

function readRepair(text: string): RepairMark | undefined {
  const groups = REPAIR.exec(text)?.groups
  if (groups === undefined) return undefined
  const type = parseRepairType(groups['type'] ?? '')
  const id = groups['id']
  return type === undefined || id === undefined ? undefined : { type, id }
}
