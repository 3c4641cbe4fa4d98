import { isJsonArray, isJsonObject, type JsonValue } from '../cluster/json.ts'
import { parseRepairType } from '../cluster/repair-type.ts'
import type { RepairMark } from '../planner/queue.ts'

/**
 * What each repair job carries in its reason trail, which luxid tells again as part of the job's opcodes: the type and id of
 * the repair, so that a run which dies before the tag is on record leaves a job that the next run recognises (the original
 * forgets it, and repairs again); the hold under which it was submitted (hold.ts); the figures it was
 * planned on; and of a re-creation where the disks were, since Ganeti writes the new nodes down before anything is there.
 */
const SOURCE = 'harep'
/** An admin may have left the id of a one-off permission empty. */
const REPAIR = /^repair (?<type>[a-z-]+) (?<id>[^\s:]{0,64})$/
const HOLD = /^harep-hold:[0-9a-f-]{36}\.\d{1,6}$/
const FROM = /^from (?<nodes>[^\s]{1,255}(?: [^\s]{1,255})?)$/
const FIGURES = /^figures (?<digest>[0-9a-f]{8})$/

/** So many of our repairs take a job slot at once; the rest waits in the queue, where it is in nobody's way. */
const RATE_LIMIT = 'rate-limit:10:harep'

/** One entry of a reason trail: who, why, when (nanoseconds since the epoch). */
export type ReasonEntry = readonly [source: string, reason: string, timeNs: number]

/** What a job of ours says of itself. */
export interface JobMarks {
  readonly repair: RepairMark | undefined
  readonly hold: string | undefined
  readonly figures: string | undefined
  readonly from: readonly string[] | undefined
}

/** The entries for the reason trail of a repair job; `timeUs` in microseconds since the epoch. */
export function markEntries(
  { repair, hold, figures, from }: JobMarks & { readonly repair: RepairMark },
  timeUs: number,
): readonly ReasonEntry[] {
  const texts = [
    `repair ${repair.type} ${repair.id}`,
    ...(hold === undefined ? [] : [hold, RATE_LIMIT]),
    ...(figures === undefined ? [] : [`figures ${figures}`]),
    ...(from === undefined ? [] : [`from ${from.join(' ')}`]),
  ]
  return texts.map(text => [SOURCE, text, timeUs * 1000])
}

/** The marks in the reason trail of an opcode as luxid tells it. */
export function readMarks(opcode: JsonValue | undefined): JobMarks {
  const trail = isJsonObject(opcode) ? opcode['reason'] : undefined
  const texts = (isJsonArray(trail) ? trail : []).flatMap(entry => {
    const [source, text] = isJsonArray(entry) ? entry : []
    return source === SOURCE && typeof text === 'string' ? [text] : []
  })
  return {
    repair: texts.map(readRepair).find(found => found !== undefined),
    hold: texts.find(text => HOLD.test(text)),
    figures: texts.map(text => FIGURES.exec(text)?.groups?.['digest']).find(found => found !== undefined),
    from: texts
      .map(text => FROM.exec(text)?.groups?.['nodes']?.split(' '))
      .find(found => found !== undefined),
  }
}

function readRepair(text: string): RepairMark | undefined {
  const groups = REPAIR.exec(text)?.groups
  const type = parseRepairType(groups?.['type'] ?? '')
  const id = groups?.['id']
  return type === undefined || id === undefined ? undefined : { type, id }
}
