/**
 * Statuses of a job, in Ganeti's order (jobs.md section 1; Ganeti src/Ganeti/Types.hs:682-690): everything up to
 * `running` is unfinished, the last three are final.
 */
export const JOB_STATUSES = [
  'queued',
  'waiting',
  'canceling',
  'running',
  'canceled',
  'success',
  'error',
] as const

export type JobStatus = (typeof JOB_STATUSES)[number]

/** A job id: the decimal digits of a number from 0 to 2^63-1. A string, since ids beyond 2^53 must stay exact. */
export type JobId = string

/** The status named `text`, or undefined when there is none of that name. */
export function parseJobStatus(text: string): JobStatus | undefined {
  return JOB_STATUSES.find(status => status === text)
}

/** Whether a job in this status will never change again. */
export function isFinished(status: JobStatus): boolean {
  return status === 'canceled' || status === 'success' || status === 'error'
}
