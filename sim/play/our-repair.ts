import { isJsonArray, type JsonObject } from '../../src/cluster/json.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'

/** Whether a job is a repair of harep's: its mark is in the reason trail (src/run/repair-mark.ts). */
export function isOurRepair({ opcodes }: WrittenJob): boolean {
  return opcodes.some(hasMark)
}

function hasMark({ reason }: JsonObject): boolean {
  const trail = reason !== undefined && isJsonArray(reason) ? reason : []
  return trail.some(entry => isJsonArray(entry) && entry[0] === 'harep' && /^repair /.test(String(entry[1])))
}
