import type { Run } from '../effects.ts'
import type { Prepared } from './begin-chunk.ts'
import type { Carrying } from './carrying.ts'
import { type Context, tell } from './context.ts'
import { type Hold, holdText, placeHold, removeHold } from './hold.ts'
import { actionOf } from './job-filters.ts'

/**
 * Places the hold for a chunk, as a filter of its own: another run that takes away the hold of the chunk before, which it took
 * for that of an interrupted run, then takes this one for nothing.
 */
export function* place(
  context: Context,
  state: Carrying,
  { length }: readonly Prepared[],
): Run<Pick<Hold, 'filter' | 'text'>> {
  yield* tellAskedBefore(context)
  state.chunk += 1
  context.chunks += 1
  const text = holdText(context.runId, context.chunks)
  state.unusedText = text
  const filter = yield* placeHold(undefined, text, length)
  return { filter, text }
}

/** Once a run. */
function* tellAskedBefore(context: Context): Run<void> {
  const [first] = context.askedBeforeHolds
  if (context.chunks > 0 || first === undefined) return
  const warning = `job filter ${first.uuid} has priority 0, and so is asked before the holds of harep: a repair that it lets in (${String(actionOf(first))}) may start before its tag is on record; give it a higher number (gnt-filter replace)`
  yield* tell({ kind: 'warning', warning })
}

/** Lets what is on record start. */
export function* release(state: Carrying): Run<void> {
  const { free } = state
  state.free = undefined
  if (free !== undefined) yield* removeHold(free)
}

/** The filter holds only what is on record: it is free, and one that was is taken away. */
export function* letGo(state: Carrying, filter: string): Run<void> {
  yield* release(state)
  state.free = filter
}
