import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'
import { isFinal } from '../../ganeti/jobs/job.ts'
import type { Stage } from '../../play/stage.ts'

const HUNDRED_DAYS_SECONDS = 8_640_000

/** A job that lasts, with the node locks of these nodes; without any it takes none. `why` is in its reason trail. */
export function longJob(why: string, nodes: readonly string[] = []): JsonObject {
  return {
    OP_ID: 'OP_TEST_DELAY',
    duration: HUNDRED_DAYS_SECONDS,
    on_master: false,
    on_nodes: nodes,
    reason: [['somebody', why, 0]],
  }
}

/** Kills all that were made for `why`. */
export function cancelLongJobs(stage: Stage, why: string): void {
  for (const { id, status, opcodes } of stage.cluster.jobs())
    if (!isFinal(status) && opcodes.some(({ reason }) => isMadeFor(reason, why)))
      stage.letAsk('CancelJob', id, true)
}

function isMadeFor(reason: JsonObject[string] | undefined, why: string): boolean {
  const trail = reason !== undefined && isJsonArray(reason) ? reason : []
  return trail.some(entry => isJsonArray(entry) && entry[0] === 'somebody' && entry[1] === why)
}
