import type { Snapshot } from '../../cluster/snapshot.ts'
import { GanetiError } from '../../luxi/luxi-error.ts'
import { healing } from '../../planner/rulesets/healing.ts'
import { perform, type Run } from '../effects.ts'
import { cancelJob } from '../job-calls.ts'
import type { RunOptions } from '../run-options.ts'
import type { OwnJob, OwnJobs } from './own-jobs.ts'

/**
 * Cancels our re-creations that have not begun and are no longer due, since a node that was offline has come back, with the
 * data that they would give up. A job may wait in a full queue for hours. Returns how many could not be cancelled. What was
 * cancelled counts as failed when it is put on record: a human has to look before anything is tried again.
 */
export function* cancelStale(own: OwnJobs, snapshot: Snapshot, options: RunOptions): Run<number> {
  const instances = new Map(snapshot.instances.map(instance => [instance.name, instance]))
  let problems = 0
  for (const { instance: name, job } of own.repairs.filter(isWaiting)) {
    const instance = instances.get(name)
    const diagnosis = instance && healing.diagnose(instance, snapshot)
    if (!diagnosis || (diagnosis.kind === 'broken' && diagnosis.remedy.kind === 're-create')) continue
    yield* perform({ kind: 'report', event: { kind: 'cancelled', instance: name, job } })
    const why = options.dryRun ? undefined : yield* objectionToCancelling(job)
    if (why === undefined) continue
    const problem = `job ${job}, which makes its disks anew and is no longer due, was not cancelled: ${why}`
    yield* perform({ kind: 'report', event: { kind: 'problem', instance: name, problem } })
    problems += 1
  }
  return problems
}

/** Ganeti cancels a job that waits, be it for its start or between two opcodes; one that works on an opcode goes on. */
function isWaiting({ status, recreation }: OwnJob): boolean {
  return (status === 'queued' || status === 'waiting') && recreation !== undefined && !recreation.begun
}

function* objectionToCancelling(job: string): Run<string | undefined> {
  try {
    return yield* cancelJob(job)
  } catch (error) {
    if (!(error instanceof GanetiError)) throw error
    return error.message
  }
}
