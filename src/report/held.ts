import { isFinished, type JobId } from '../cluster/job.ts'
import type { QueuedJob } from '../planner/queue.ts'
import { utcTime } from '../planner/utc-time.ts'
import type { Hold } from '../run/healing/hold.ts'
import type { HoldOutput } from './output-schema.ts'
import { printable } from './printable.ts'

/** A hold that stands, with the jobs that wait under it. */
export interface Held {
  readonly hold: Hold
  readonly jobs: readonly JobId[]
}

/** What of a survey tells of holds. */
export interface HoldsSeen {
  readonly input: { readonly queue: readonly QueuedJob[]; readonly nowSeconds: bigint }
  readonly holds: readonly Hold[]
}

/** Whether a job may be of interest. */
type IsMeant = (job: QueuedJob) => boolean

/** Each hold with those of its jobs that have not ended and that are meant. */
export function heldIn({ input, holds }: HoldsSeen, isMeant: IsMeant = () => true): readonly Held[] {
  return holds.map(hold => {
    const jobs = input.queue.filter(job => job.hold === hold.text && !isFinished(job.status) && isMeant(job))
    return { hold, jobs: jobs.map(({ id }) => id) }
  })
}

/** A run has a hold for some minutes at most; who has one for longer has been interrupted, or hangs. */
const AT_WORK_SECONDS = 15 * 60

/** That a hold stands, as a sentence; which run it is of nobody can tell but by its age. */
export function heldText({ hold, jobs }: Held, nowSeconds: bigint): string {
  const sinceSeconds = Math.floor(hold.sinceUs / 1_000_000)
  const since = sinceSeconds === 0 ? '' : ` since ${utcTime(sinceSeconds)}`
  const isOld = Number(nowSeconds) - sinceSeconds > AT_WORK_SECONDS
  const whose = isOld ? 'an interrupted run' : 'a run that is at work, or was interrupted'
  const waiting =
    jobs.length === 0
      ? ''
      : ` and keeps ${jobs.length === 1 ? 'job' : 'jobs'} ${jobs.join(', ')} from starting`
  return printable(
    `A hold of ${whose} (${hold.text}) stands${since}${waiting}; the next run of harep sees to it`,
  )
}

/** What --output=json prints of a hold. */
export function heldJson({ hold, jobs }: Held): HoldOutput {
  const sinceSeconds = Math.floor(hold.sinceUs / 1_000_000)
  return { hold: hold.text, sinceSeconds: sinceSeconds === 0 ? null : sinceSeconds, jobs: [...jobs] }
}
