import type { Effect } from '../../src/run/effects.ts'
import { lastVerdict, waitsUntilUs } from './last-verdict.ts'
import type { Stage } from './stage.ts'

/** So many runs must have found nothing to do. */
export const IDLE_RUNS = 2

/** The calls that change something; all others only tell. */
const CHANGES = ['SubmitManyJobs', 'CancelJob', 'ReplaceFilter', 'DeleteFilter']

/** Whether nothing moves any more: the last runs since number `calmRun` (from 0) changed nothing, and no job goes on. */
export function isAtRest({ runs, cluster, jobWrittenUs }: Stage, calmRun: number): boolean {
  const last = runs.slice(Math.max(calmRun, runs.length - IDLE_RUNS))
  if (last.length < IDLE_RUNS) return false
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
