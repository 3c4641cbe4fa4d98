import type { HealingDecision } from '../../planner/healing/decision.ts'
import { perform, type Run } from '../effects.ts'
import { secondsOf } from '../time.ts'
import { waitForJobs } from '../wait-for-jobs.ts'
import { type Context, tell } from './context.ts'

/**
 * So often a run that waits looks at the cluster anew, as cron would, whose other runs it keeps out: a node may die while a disk is being copied for
 * hours. Not at the end of each repair: the new secondaries that are due after failovers would take locks that other failovers still need.
 */
const LOOK_AGAIN_US = 300 * 1_000_000

/** Waits until the repairs that are under way have ended, or it is time to look again; gives whether there is time and reason for another round. */
export function* waitForRepairs(
  context: Context,
  decisions: readonly HealingDecision[],
  untilUs: number,
): Run<boolean> {
  const underWay = decisions.flatMap(({ reason }) =>
    reason.code === 'repair-submitted' || reason.code === 'repair-running' ? reason.jobs : [],
  )
  if (underWay.length === 0) return false
  const jobs = [...new Set(underWay)]
  if (context.waitedFor !== jobs.join()) yield* tell({ kind: 'waiting', repairs: underWay.length })
  context.waitedFor = jobs.join()
  const beganUs = yield* perform({ kind: 'monotonic' })
  yield* waitForJobs(jobs, Math.min(LOOK_AGAIN_US, untilUs - beganUs))
  const nowUs = yield* perform({ kind: 'monotonic' })
  if (nowUs >= untilUs) return false
  // As a run that cron begins it tries again what failed in the round before.
  if (nowUs - beganUs >= LOOK_AGAIN_US) context.startSeconds = secondsOf(yield* perform({ kind: 'now' }))
  return true
}
