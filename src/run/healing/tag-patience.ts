import { perform, type Run } from '../effects.ts'
import type { Context } from './context.ts'
import type { Patience } from './follow-jobs.ts'
import { waitUntilUs } from './time-left.ts'

/**
 * How long all of it may take, but for silent nodes (below), and within what the run has left (time-left.ts). The run goes on without what is not written by then, and the next one looks again.
 */
const WAIT_US = 60 * 1_000_000

/** How long a job may take to begin before it is looked what keeps it, in seconds. */
const BEGIN_SECONDS = 45

/**
 * How long it may take where jobs are under way, in seconds: while they have all slots nothing else could be done, and who waits
 * for a minute of every five may miss each slot that comes free.
 */
const SLOT_SECONDS = 240

/** How long a job that has begun may go on without one more of its opcodes being done, in seconds. */
const STUCK_SECONDS = 15

/** How long a job that was cancelled may take to stop, in seconds. */
const STOP_SECONDS = 5

/**
 * An opcode changes its job's status four times, and each costs up to 5 s for every master candidate that is dead and not
 * marked offline (jobs.md section 3): so much more time each opcode gets for each silent node, and so much each other wait.
 */
const SILENT_NODE_SECONDS = 20

/** How long jobs are followed of which the longest has so many opcodes. */
export function* patienceFor(
  longest: number,
  context: Pick<Context, 'silentNodes' | 'roundUs'>,
): Run<Patience> {
  const slowSeconds = context.silentNodes * SILENT_NODE_SECONDS
  const nowUs = yield* perform({ kind: 'monotonic' })
  const maxUs = WAIT_US + longest * slowSeconds * 1_000_000
  const beginSeconds = BEGIN_SECONDS + slowSeconds
  const slotSeconds = Math.max(SLOT_SECONDS, beginSeconds)
  const until = (us: number) => waitUntilUs(context, nowUs, { minUs: WAIT_US, maxUs: us })
  return {
    beginSeconds,
    slotSeconds,
    stuckSeconds: STUCK_SECONDS + slowSeconds,
    stopSeconds: STOP_SECONDS + slowSeconds,
    deadlineUs: until(maxUs),
    slotDeadlineUs: until(maxUs + (slotSeconds - beginSeconds) * 1_000_000),
  }
}

/** The same patience, with the time for one more round of jobs however late it is. */
export function* withTimeForMore(patience: Patience): Run<Patience> {
  const nowUs = yield* perform({ kind: 'monotonic' })
  const untilUs = nowUs + (patience.stuckSeconds + patience.stopSeconds) * 1_000_000
  return { ...patience, deadlineUs: Math.max(patience.deadlineUs, untilUs) }
}
