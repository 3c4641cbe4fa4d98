import { LuxiConnectError, type LuxiError, LuxiTimeoutError } from '../../luxi/luxi-error.ts'
import { perform, type Run } from '../effects.ts'
import { type Context, tell, tellProblem } from './context.ts'
import { findHolds, placeHold, removeHold, SILENCE_US } from './hold.ts'
import { look } from './look.ts'
import { recoverHolds } from './recover-holds.ts'

/** luxid may still be submitting when its client has given up; for so long a run waits for the jobs to appear. */
const ATTEMPTS = 30
const PAUSE_MS = 2_000

/** So long luxid may take to start again. */
const RESTART_US = 30 * 1_000_000
const RECONNECT_PAUSE_MS = 1_000

/**
 * After a broken connection: what was asked last may have been carried out, so it is never repeated. On a new connection, the
 * holds of this run are seen to as those of a run that was killed: what they hold is put on record or cancelled. Where jobs
 * may still appear, the hold stands when this returns, nothing more is begun in this round, and the next one looks again.
 * A hold with the text `unused` is for jobs that were never asked for. Throws HarepError.
 */
export function* recoverLost(context: Context, error: LuxiError, unused: string | undefined): Run<void> {
  yield* tell({
    kind: 'warning',
    warning: `the connection to luxid broke (${error.message}); what was asked last may have been carried out, so the queue is asked`,
  })
  yield* connectAgain()
  if (error instanceof LuxiTimeoutError) yield* renewHolds(context, unused)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const found = (yield* findHolds()).filter(({ text }) => text.includes(context.runId))
    for (const { filter, text } of found) if (text === unused) yield* removeHold(filter)
    const holds = found.filter(({ text }) => text !== unused)
    if (holds.length === 0) return
    const { isUnclear } = yield* recoverHolds(context, holds, yield* look(context))
    if (!isUnclear) return
    yield* perform({ kind: 'sleep', durationMs: PAUSE_MS })
  }
  yield* tellProblem(
    context,
    undefined,
    'an answer of luxid was lost, and jobs of ours may still appear; nothing more is begun until that is clear',
  )
  context.isBlocked = true
}

/** luxid is perhaps being started anew: after an update, or on the new master. Throws LuxiConnectError. */
function* connectAgain(): Run<void> {
  const untilUs = (yield* perform({ kind: 'monotonic' })) + RESTART_US
  for (;;) {
    try {
      yield* perform({ kind: 'connect' })
      return
    } catch (error) {
      if (!(error instanceof LuxiConnectError) || (yield* perform({ kind: 'monotonic' })) >= untilUs)
        throw error
    }
    yield* perform({ kind: 'sleep', durationMs: RECONNECT_PAUSE_MS })
  }
}

/**
 * A luxid that did not answer for minutes is at other work, and submits when that is done, which may take it as long again: how
 * long a submission may take counts from then on. Otherwise the hold would be taken for one whose jobs were never submitted, and they would come beside new ones.
 */
function* renewHolds({ runId }: Context, unused: string | undefined): Run<void> {
  for (const { filter, text, jobCount } of yield* findHolds())
    if (text.includes(runId) && text !== unused) yield* placeHold(filter, text, jobCount, SILENCE_US)
}
