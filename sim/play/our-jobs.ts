import { isJsonArray, type JsonObject } from '../../src/cluster/json.ts'
import type { JobFilter } from '../ganeti/jobs/job-filter.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'

/** The priority of the jobs in which a healing run writes tags; `harep clear` and the original write theirs at 0. */
const TAG_PRIORITY = -10

/** Whether a job is a repair of harep's: its mark is in the reason trail (src/run/repair-mark.ts). */
export function isOurRepair({ opcodes }: WrittenJob): boolean {
  return opcodes.some(opcode => harepTexts(opcode).some(text => text.startsWith('repair ')))
}

/** Whether this is a job in which a healing run of ours writes tags. */
export function isOurTagJob({ opcodes: [first] }: WrittenJob): boolean {
  return (
    (first?.['OP_ID'] === 'OP_TAGS_SET' || first?.['OP_ID'] === 'OP_TAGS_DEL') &&
    first['priority'] === TAG_PRIORITY &&
    harepTexts(first).length > 0
  )
}

/** A job's file is written many times, and its opcodes stay the same objects. */
const textsOf = new WeakMap<JsonObject, readonly string[]>()

/** What harep, of whichever kind, has written into the reason trail of an opcode. */
export function harepTexts(opcode: JsonObject | undefined): readonly string[] {
  if (opcode === undefined) return []
  const known = textsOf.get(opcode)
  if (known !== undefined) return known
  const trail = opcode['reason']
  const texts = (trail !== undefined && isJsonArray(trail) ? trail : []).flatMap(entry => {
    const [source, text] = isJsonArray(entry) ? entry : []
    return source === 'harep' && typeof text === 'string' ? [text] : []
  })
  textsOf.set(opcode, texts)
  return texts
}

/** The text that a job filter of harep's holds; undefined for any other filter. */
export function holdTextOf({ reasonTrail }: JobFilter): string | undefined {
  for (const entry of reasonTrail) {
    const [source, text] = isJsonArray(entry) ? entry : []
    const hold = source === 'harep' ? /^(harep-hold:\S+) for /.exec(String(text))?.[1] : undefined
    if (hold !== undefined) return hold
  }
  return undefined
}
