import { HarepError } from '../cluster/harep-error.ts'
import type { JobId, JobStatus } from '../cluster/job.ts'
import { onOneLine } from '../cluster/unprintable.ts'
import type { TagConflict } from '../planner/repair-state.ts'

/** An instance's tags contradict each other: the original, and so --classic, does nothing at all then. */
export class TagConflictError extends HarepError {
  readonly code = 'TAG_CONFLICT'

  constructor(instance: string, { pending, later }: TagConflict) {
    super(
      `when parsing auto-repair tags: An unfinished repair was found in instance ${onOneLine(instance)}: found tag "${onOneLine(later.tag)}", but older pending tag "${onOneLine(pending.tag)}" exists. Remove one of the two with gnt-instance remove-tags`,
    )
  }
}

/** Jobs that write tags have failed, so what is on record is not what was done. */
export class JobsFailedError extends HarepError {
  readonly code = 'JOBS_FAILED'

  constructor(failed: readonly { readonly id: JobId; readonly status: JobStatus | 'unfinished' }[]) {
    super(`The following jobs failed: ${failed.map(({ id, status }) => `${id}=>${status}`).join(', ')}`)
  }
}

/** An admin has drained the queue, and what was asked for needs a job. A run ends without an error then: nobody asked for that. */
export class QueueDrainedError extends HarepError {
  readonly code = 'QUEUE_DRAINED'

  constructor(what: string) {
    super(
      `the job queue is drained, so that luxid takes no job that ${what}, and nothing was changed: gnt-cluster queue undrain, then try again`,
    )
  }
}

/** luxid took the call, but not the job. */
export class SubmissionRefusedError extends HarepError {
  readonly code = 'SUBMISSION_REFUSED'

  constructor(why: string) {
    super(`Job submission error: ${why}`)
  }
}

/** A job that harep asked about is no longer on record: its file was deleted. */
export class JobGoneError extends HarepError {
  readonly code = 'JOB_GONE'

  constructor(ids: readonly JobId[]) {
    super(
      `no status is on record for one of the jobs ${ids.join(', ')}; remove the pending tag that names it`,
    )
  }
}
