import type { Job } from './job.ts'
import { reasonsOf } from './reason-trail.ts'

/** A bucket of jobs of which only some may run at the same time. */
export interface RateLimit {
  /** Number and text together name the bucket. */
  readonly bucket: string
  readonly jobsMax: number
}

/**
 * The limits that a job's reason trail asks for: entries of the form `rate-limit:N:TEXT` or `rate-limit:N`, N a positive
 * integer as Haskell reads it (jobs.md section 11; Ganeti src/Ganeti/JQScheduler/ReasonRateLimiting.hs:67-75): also
 * hexadecimal, in parentheses, behind blanks. Anything else is silently no limit.
 */
export function rateLimitsOf(job: Job): RateLimit[] {
  const limits = new Map<string, RateLimit>()
  for (const { reason } of reasonsOf(job)) {
    if (typeof reason !== 'string') continue
    const [word, count] = reason.split(':')
    const jobsMax = word === 'rate-limit' && count !== undefined ? haskellInteger(count) : 0
    if (jobsMax > 0) limits.set(reason, { bucket: reason, jobsMax })
  }
  return [...limits.values()]
}

/** The positive integer that a text is in Haskell, 0 if it is none. Blanks behind it are not allowed, seen on a real one. */
function haskellInteger(text: string): number {
  const inner = /^\s*\((.*)\)$/s.exec(text)
  if (inner !== null) return haskellInteger((inner[1] ?? '').trimEnd())
  const digits = /^\s*([0-9]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+)$/.exec(text)?.[1]
  return digits === undefined ? 0 : Number(digits)
}
