import type { JobId } from '../cluster/job.ts'
import { isJsonArray, type JsonValue } from '../cluster/json.ts'
import { GanetiError } from '../luxi/luxi-error.ts'
import { perform, type Run } from './effects.ts'
import { jobIdOnWire } from './job-calls.ts'

/**
 * The priority of a job that harep is about to cancel: the lowest there is, which none of Ganeti's tools offers by a name. A job that was
 * cancelled tells of nobody who did it, and of no reason; its priority stays in its file, archived or not.
 */
const WITHDRAWN_PRIORITY = 19

/**
 * Marks a job as one that harep itself cancels, so that no later run takes that for a person's wish, whatever becomes of this one or
 * of the tags that tell of it. luxid does this at once, in a drained or full queue, too, for a job that waits in its queue; for one that has a
 * process it does not, which is no harm: such a job has its slot, and its tag is removed right after. Throws LuxiError.
 */
export function* markWithdrawn(id: JobId): Run<void> {
  yield* setPriority(id, WITHDRAWN_PRIORITY)
}

/** Takes the mark from a job again that is not to be cancelled: the run that was about to do that has died. Throws LuxiError. */
export function* unmarkWithdrawn(id: JobId): Run<void> {
  yield* setPriority(id, 0)
}

function* setPriority(id: JobId, priority: number): Run<void> {
  try {
    yield* perform({ kind: 'luxi', method: 'ChangeJobPriority', args: [jobIdOnWire(id), priority] })
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
}

/** Whether luxid's field `oppriority` has that mark. */
export function isMarkedWithdrawn(priorities: JsonValue): boolean {
  return isJsonArray(priorities) && priorities.includes(WITHDRAWN_PRIORITY)
}
