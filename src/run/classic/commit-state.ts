import { isFinished } from '../../cluster/job.ts'
import { deleteTags, type Opcode, setTags } from '../../cluster/opcode.ts'
import type { RepairState } from '../../planner/repair-state.ts'
import { annotate } from '../annotate.ts'
import { perform, type Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { JobGoneError, JobsFailedError } from '../run-error.ts'
import type { ClassicOptions } from '../run-options.ts'
import { waitForJobs } from '../wait-for-jobs.ts'
import { submitOrThrow } from './submit-or-throw.ts'

/** The original waits without end for a tag job; so that a stuck queue does not pile up runs, this ends after a day. */
const WAIT_MAX_US = 24 * 3600 * 1_000_000

/**
 * Puts a new state on record: the tag that tells it is added, then those it supersedes are removed, each in a job of its
 * own that must succeed. A run that dies in between leaves tags of which the new one decides.
 */
export function* commitState(
  instance: string,
  state: RepairState,
  options: ClassicOptions,
): Run<RepairState> {
  const nowUs = yield* perform({ kind: 'now' })
  if (state.last) {
    const { tag } = state.last
    yield* perform({ kind: 'report', event: { kind: 'tag-added', instance, tag } })
    yield* execute(setTags(instance, [tag]), options, nowUs)
  }
  if (state.stale.length > 0) {
    yield* perform({ kind: 'report', event: { kind: 'tags-removed', instance, tags: state.stale } })
    yield* execute(deleteTags(instance, state.stale), options, nowUs)
  }
  return { ...state, stale: [] }
}

function* execute(opcode: Opcode, options: ClassicOptions, nowUs: number): Run<void> {
  if (options.dryRun) return
  const ids = yield* submitOrThrow([[annotate(opcode, options, nowUs)]])
  const statuses = yield* inStep('Checking job status', waitForJobs(ids, WAIT_MAX_US))
  if (statuses.includes(undefined)) throw new JobGoneError(ids).during('Checking job status')
  const failed = ids.flatMap((id, index) => {
    const status = statuses[index]
    if (status === undefined || status === 'success') return []
    return [{ id, status: isFinished(status) ? status : ('unfinished' as const) }]
  })
  if (failed.length > 0) throw new JobsFailedError(failed)
}
