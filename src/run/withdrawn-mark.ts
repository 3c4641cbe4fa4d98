import { isFinished, type JobId } from '../cluster/job.ts'
import { noOperation } from '../cluster/opcode.ts'
import { GanetiError } from '../luxi/luxi-error.ts'
import type { QueuedJob } from '../planner/queue.ts'
import { type Author, annotate } from './annotate.ts'
import { perform, type Run } from './effects.ts'
import { jobIdOnWire, submitJobs } from './job-calls.ts'
import { loadJobs } from './queue/load-queue.ts'
import { WITHDRAWN_PRIORITY } from './queue/withdrawn-priority.ts'
import { witnessEntries } from './repair-mark.ts'
import { repairPriority } from './repair-priority.ts'

/**
 * Marks jobs as such that harep itself cancels, so that no later run takes that for a person's wish, whatever becomes of this one or
 * of the tags that tell of it. luxid does this at once, in a drained or full queue, too, for a job that waits in its queue. One that has a
 * process takes on no mark, and may take minutes to be cancelled: a job that does nothing is submitted for those, a witness whose reason
 * trail names them. Throws LuxiError but for what luxid refuses.
 */
export function* markWithdrawn(ids: readonly JobId[], author: Author): Run<void> {
  for (const id of ids) yield* setPriority(id, WITHDRAWN_PRIORITY)
  try {
    const now = yield* loadJobs(ids)
    const unmarked = [...now.values()].filter(
      ({ status, isWithdrawn }) => !isWithdrawn && !isFinished(status),
    )
    if (unmarked.length === 0) return
    yield* submitWitness(
      unmarked.map(({ id }) => id),
      author,
    )
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
}

/** Submits a witness. Nothing waits for it, and where luxid refuses it there is none. Throws LuxiError but for that. */
export function* submitWitness(ids: readonly JobId[], author: Author): Run<void> {
  const nowUs = yield* perform({ kind: 'now' })
  try {
    yield* submitJobs([[annotate(noOperation(), author, nowUs, witnessEntries(ids, nowUs))]])
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
}

/** Takes the mark from a job again that is not to be cancelled: the run that was about to do that has died. Throws LuxiError. */
export function* unmarkWithdrawn({ id, opcodes }: Pick<QueuedJob, 'id' | 'opcodes'>): Run<void> {
  yield* setPriority(id, repairPriority(opcodes.map(({ opId }) => opId)))
}

function* setPriority(id: JobId, priority: number): Run<void> {
  try {
    yield* perform({ kind: 'luxi', method: 'ChangeJobPriority', args: [jobIdOnWire(id), priority] })
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
  }
}
