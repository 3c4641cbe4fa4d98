import type { Job } from './job.ts'
import { reasonsOf } from './job-filter.ts'

/** A bucket of jobs of which only some may run at the same time. */
export interface RateLimit {
  /** Number and text together name the bucket. */
  readonly bucket: string
  readonly jobsMax: number
}

/**
 * The limits that a job's reason trail asks for: entries of the form `rate-limit:N:TEXT`, N a positive integer (jobs.md
 * section 11; Ganeti src/Ganeti/JQScheduler/ReasonRateLimiting.hs:67-75). Anything else is silently no limit.
 */
export function rateLimitsOf(job: Job): RateLimit[] {
  const limits = new Map<string, RateLimit>()
  for (const { reason } of reasonsOf(job)) {
    const match = typeof reason === 'string' ? /^rate-limit:([0-9]+):/.exec(reason) : null
    const jobsMax = Number(match?.[1] ?? 0)
    if (typeof reason === 'string' && jobsMax > 0) limits.set(reason, { bucket: reason, jobsMax })
  }
  return [...limits.values()]
}
