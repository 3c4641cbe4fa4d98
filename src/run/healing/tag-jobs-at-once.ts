import type { Run } from '../effects.ts'
import { type Context, tell } from './context.ts'
import { INSTANCES_A_JOB } from './tag-batches.ts'

/*
 * luxid submits jobs one after the other, and answers when it is done with all (jobs.md section 3). A run gives an answer up after 180 s, and
 * does not know then what was carried out: so it never asks for more jobs at once than luxid has time for.
 */

/** What luxid takes to submit a job, in seconds, and more for each silent node. */
const JOB_SECONDS = 0.3
const JOB_AND_SILENT_NODE_SECONDS = 5

/** So long a submission may take: half as long as a run waits for an answer, since luxid has others to serve. */
const SUBMISSION_SECONDS = 90

type Asking = Pick<Context, 'silentNodes' | 'options'>

/** How many jobs a run asks luxid for in one call; a dry run asks for none, and tells all. */
export function jobsAtOnce({ silentNodes, options }: Asking): number {
  if (options.dryRun) return Number.POSITIVE_INFINITY
  const seconds = JOB_SECONDS + silentNodes * JOB_AND_SILENT_NODE_SECONDS
  return Math.max(1, Math.floor(SUBMISSION_SECONDS / seconds))
}

/** Of how many instances a run changes the tags at once. */
export function instancesAtOnce(asking: Asking): number {
  return jobsAtOnce(asking) * INSTANCES_A_JOB
}

/** Tells that the tags of so many instances are left to the next run, which finds what they are to say as this one has. */
export function* tellTagsLeft(count: number): Run<void> {
  if (count === 0) return
  const tags = count === 1 ? 'the tags of 1 instance are' : `the tags of ${count} instances are`
  const warning = `${tags} left to the next run: to write so many at once would take luxid too long`
  yield* tell({ kind: 'warning', warning })
}
