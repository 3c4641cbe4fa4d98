import type { Effect } from '../../src/run/effects.ts'
import { lastVerdict, waitsUntilUs } from './last-verdict.ts'
import { holdTextOf } from './our-jobs.ts'
import type { Stage } from './stage.ts'

/** So many runs must have found nothing to do. */
export const IDLE_RUNS = 2

/** The calls that change something; all others only tell. */
const CHANGES = ['SubmitManyJobs', 'CancelJob', 'ReplaceFilter', 'DeleteFilter']

/** As long as jobs of an interrupted run may still appear its hold stands, and runs that wait for them change nothing either. */
const HELD_IDLE_US = 20 * 60 * 1_000_000

/**
 * Whether nothing moves any more: the last runs since number `calmRun` (from 0) changed nothing, and no job goes on. Where a hold of harep's
 * stands those of the last twenty minutes.
 */
export function isAtRest({ runs, cluster, jobWrittenUs, kernel }: Stage, calmRun: number): boolean {
  const isHeld = cluster.jobFilters().some(filter => holdTextOf(filter) !== undefined)
  const recent = isHeld ? runs.filter(({ startUs }) => startUs >= kernel.nowUs - HELD_IDLE_US).length : 0
  const count = Math.max(IDLE_RUNS, recent)
  const last = runs.slice(Math.max(calmRun, runs.length - count))
  if (last.length < count) return false
  const areIdle = last.every(({ process }) => process.outcome !== undefined && !process.effects.some(changes))
  // What has ended since the last run looked, the next one has to see to.
  const hasSeenAll = jobWrittenUs < (last.at(-1)?.startUs ?? 0)
  return areIdle && hasSeenAll && cluster.isQueueIdle()
}

/** Whether an effect changes something in the cluster. */
export function changes(effect: Effect): boolean {
  return effect.kind === 'luxi' && CHANGES.includes(effect.method)
}

/** Nothing is waited for that is further away: an hour before the third attempt, and what may be left of a settle time before it. */
const AHEAD_US_MAX = 2 * 3_600_000_000

/**
 * At rest only time goes on: when the first thing will be due that the last run lets wait for its hour, in microseconds of the kernel.
 * undefined where there is none, or none that is worth being waited for.
 */
export function nextDueUs(stage: Stage): number | undefined {
  const verdict = lastVerdict(stage)
  if (verdict === undefined) return undefined
  const untilUs = stage.kernel.nowUs + AHEAD_US_MAX
  const times = verdict.decisions
    .flatMap(decision => waitsUntilUs(stage, decision, verdict) ?? [])
    .filter(us => us <= untilUs)
  return times.length === 0 ? undefined : Math.min(...times)
}
