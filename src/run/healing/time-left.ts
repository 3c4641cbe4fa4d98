import type { Context } from './context.ts'

/*
 * Each wait of a run has its bound, but a run has many: for each chunk, and on a slow master for minutes each. Without a bound for
 * all of them, a run that had much to do while master candidates were silent went on for more than an hour, deciding what was
 * for the next runs to decide. cron starts one every five minutes, and it finds everything in tags and queue: so a run may stop
 * between any two chunks. The lock tells of a run that takes more than 15 minutes as of one that hangs: by then it has
 * ended, or is about to. With --wait each round counts anew.
 */

/** For so long a round begins repairs. */
export const BEGINS_SECONDS = 600

/**
 * By then the tags of what was begun are on record, or waited for no longer. A minute is left for cancelling what is late before
 * the lock tells of this run.
 */
const ENDS_SECONDS = 840

/** A round is measured from the first time that it asks the clock: it asks it no more often than without a bound. */
function roundUs(context: Pick<Context, 'roundUs'>, nowUs: number): number {
  context.roundUs ??= nowUs
  return context.roundUs
}

/** Whether a round is to begin nothing more. `nowUs` by the clock that nobody sets, as everywhere here. */
export function isLate(context: Pick<Context, 'roundUs'>, nowUs: number): boolean {
  return nowUs - roundUs(context, nowUs) >= BEGINS_SECONDS * 1_000_000
}

/** Until when something is waited for that may take `maxUs`, but is given `minUs` however late it is. */
export function waitUntilUs(
  context: Pick<Context, 'roundUs'>,
  nowUs: number,
  { minUs, maxUs }: { readonly minUs: number; readonly maxUs: number },
): number {
  const endUs = roundUs(context, nowUs) + ENDS_SECONDS * 1_000_000
  return Math.max(nowUs + minUs, Math.min(nowUs + maxUs, endUs))
}
