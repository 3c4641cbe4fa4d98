import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'
import { isFinal } from '../../ganeti/jobs/job.ts'
import type { WrittenJob } from '../../ganeti/written-job.ts'
import type { Stage } from '../../play/stage.ts'

const HUNDRED_DAYS_SECONDS = 8_640_000

/** A job that lasts, with the node locks of these nodes; without any it takes none. `why` is in its reason trail. */
export function longJob(
  why: string,
  nodes: readonly string[] = [],
  seconds = HUNDRED_DAYS_SECONDS,
): JsonObject {
  return {
    OP_ID: 'OP_TEST_DELAY',
    duration: seconds,
    on_master: false,
    on_nodes: nodes,
    reason: [['somebody', why, 0]],
  }
}

/**
 * Kills all that were made for `why`. What a slow master still has in the middle of its submission it refuses to cancel: those are
 * killed when they begin.
 */
export function cancelLongJobs(stage: Stage, why: string): void {
  const cancel = ({ id, status, opcodes }: LongJob) => {
    if (!isFinal(status) && opcodes.some(({ reason }) => isMadeFor(reason, why)))
      stage.letAsk('CancelJob', id, true)
  }
  for (const job of stage.cluster.jobs()) cancel(job)
  stage.observers.push({
    jobWritten: job => {
      if (job.status === 'running') stage.kernel.after(0, () => cancel(job))
    },
  })
}

type LongJob = Pick<WrittenJob, 'id' | 'status' | 'opcodes'>

function isMadeFor(reason: JsonObject[string] | undefined, why: string): boolean {
  const trail = reason !== undefined && isJsonArray(reason) ? reason : []
  return trail.some(entry => isJsonArray(entry) && entry[0] === 'somebody' && entry[1] === why)
}
