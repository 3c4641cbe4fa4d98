import type { RepairType } from '../../cluster/repair-type.ts'
import type { QueuedJob } from '../queue.ts'
import type { Reason } from '../reason.ts'
import { ATTEMPTS_MAX, type Attempt } from './failures.ts'
import { isRefusal } from './outcome.ts'
import type { PlanInput } from './plan-input.ts'

/** What failed twice waits so long for its third and last attempt. */
const LAST_RETRY_AFTER_SECONDS = 3600n

/** After a refusal for want of room the same is asked again after so long, even if no figure has changed. */
const REFUSED_FOR_SECONDS = 1800

/**
 * What is said to have happened later than so long from now happened before the clock was set back: nobody knows how long ago, and to wait
 * until the clock is there again could take days.
 */
const TO_COME_SECONDS = 60

/** Why a repair that failed is not tried again by this run, or undefined where it is. */
export function waitForRetry(
  type: RepairType,
  attempts: readonly Attempt[],
  { runStartSeconds, nowSeconds }: Pick<PlanInput, 'runStartSeconds' | 'nowSeconds'>,
): Reason | undefined {
  const ofType = attempts.filter(({ tag }) => tag.type === type)
  const last = ofType.at(-1)
  if (!last) return undefined
  const later = (notBeforeSeconds: bigint | undefined): Reason => ({
    code: 'retry-later',
    type,
    attempt: ofType.length + 1,
    attemptsMax: ATTEMPTS_MAX,
    jobs: last.tag.jobs,
    notBeforeSeconds,
  })
  if (last.tag.timeSeconds > nowSeconds + BigInt(TO_COME_SECONDS)) return undefined
  if (ofType.length === 1) return last.tag.timeSeconds < runStartSeconds ? undefined : later(undefined)
  const notBeforeSeconds = last.tag.timeSeconds + LAST_RETRY_AFTER_SECONDS
  return nowSeconds >= notBeforeSeconds ? undefined : later(notBeforeSeconds)
}

/**
 * Why a repair that Ganeti refused for want of room is not asked for again now, or undefined where it is: the figures that
 * it was planned on have changed since, or half an hour is over, but not for a run that has begun it itself: with --wait, and a clock
 * that was set back, it would ask without end. `jobs` are those that name the instance.
 */
export function waitForRoom(
  type: RepairType,
  jobs: readonly QueuedJob[],
  figures: () => string,
  { nowSeconds, ownJobs }: Pick<PlanInput, 'nowSeconds' | 'ownJobs'>,
): Reason | undefined {
  const refusal = jobs.findLast(job => job.repair?.type === type && job.endedSeconds !== undefined)
  if (refusal?.endedSeconds === undefined || !isRefusal(refusal)) return undefined
  const untilSeconds = refusal.endedSeconds + REFUSED_FOR_SECONDS
  const wait: Reason = {
    code: 'refused-for-now',
    type,
    job: refusal.id,
    untilSeconds: Math.ceil(untilSeconds),
  }
  if (refusal.figures !== undefined && refusal.figures !== figures()) return undefined
  if (ownJobs.has(refusal.id)) return wait
  if (Number(nowSeconds) >= untilSeconds) return undefined
  if (refusal.endedSeconds > Number(nowSeconds) + TO_COME_SECONDS) return undefined
  return wait
}
