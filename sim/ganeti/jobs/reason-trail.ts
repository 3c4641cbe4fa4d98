import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import type { Job } from './job.ts'

/** One entry of a reason trail. */
export interface ReasonEntry {
  readonly source: JsonValue
  readonly reason: JsonValue
  /** In nanoseconds since the epoch. */
  readonly timestamp: JsonValue
}

/** The entries of the reason trails of all opcodes of a job. */
export function reasonsOf(job: Job): ReasonEntry[] {
  return job.opcodes.flatMap(({ input }) => {
    const trail = input['reason']
    if (!isJsonArray(trail)) return []
    return trail.flatMap(entry => {
      if (!isJsonArray(entry)) return []
      const [source = null, reason = null, timestamp = null] = entry
      return [{ source, reason, timestamp }]
    })
  })
}
