import type { JobId } from '../../cluster/job.ts'
import type { JsonObject } from '../../cluster/json.ts'
import type { Run } from '../effects.ts'
import { inStep } from '../in-step.ts'
import { submitJobs } from '../job-calls.ts'
import { SubmissionRefusedError } from '../run-error.ts'

/** Submits jobs and returns their ids. Throws LuxiError, and SubmissionRefusedError where one is not taken. */
export function* submitOrThrow(jobs: readonly (readonly JsonObject[])[]): Run<readonly JobId[]> {
  const submissions = yield* inStep('Job submission error', submitJobs(jobs))
  return submissions.map(submission => {
    if (submission.kind === 'refused') throw new SubmissionRefusedError(submission.why)
    return submission.id
  })
}
