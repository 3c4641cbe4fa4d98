import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import { skewUsOf } from './skew.ts'
import type { Stage } from './stage.ts'
import { waitsUntil } from './waits-until.ts'

/** What the last healing run said that came to its end. */
interface Verdict {
  /** Of the kernel. */
  readonly startUs: number
  readonly decisions: readonly HealingDecision[]
}

export function lastVerdict({ runs }: Stage): Verdict | undefined {
  const run = runs.findLast(
    ({ program, process }) => program !== 'classic' && process.outcome?.kind === 'returned',
  )
  const summary = run?.process.events.findLast(
    (event): event is HealingEvent & { readonly kind: 'summary' } => event.kind === 'summary',
  )
  return run && summary && { startUs: run.startUs, decisions: summary.decisions }
}

/** Until when a decision lets an instance wait, in microseconds of the kernel; undefined where that time had come when its run began. */
export function waitsUntilUs(
  stage: Stage,
  { reason }: HealingDecision,
  { startUs }: Verdict,
): number | undefined {
  const seconds = waitsUntil(reason)?.seconds
  if (seconds === undefined) return undefined
  const us = seconds * 1_000_000 - skewUsOf(stage)
  return us > startUs ? us : undefined
}
