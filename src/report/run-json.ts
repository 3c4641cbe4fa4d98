import type { HealingEvent } from '../run/healing/healing-event.ts'
import { countStates } from './counts-text.ts'
import { eventJson, reasonJson } from './event-json.ts'
import type { RunOutput } from './output-schema.ts'
import { isWorthALine } from './run-report.ts'

/** How a run came to its end. */
export interface RunEnd {
  readonly outcome: RunOutput['outcome']
  readonly exitCode: number
  readonly dryRun: boolean
  readonly error: { readonly code: string; readonly message: string } | undefined
}

/** What --output=json prints of a run: one object when it is over, also where an error has ended it. */
export function runJson(events: readonly HealingEvent[], end: RunEnd): RunOutput {
  const decisions = events.flatMap(event => (event.kind === 'summary' ? event.decisions : []))
  const hasSummary = events.some(event => event.kind === 'summary')
  return {
    schema: 'harep-run/1',
    outcome: end.outcome,
    exitCode: end.exitCode,
    dryRun: end.dryRun,
    events: events.flatMap(event => (event.kind === 'summary' ? [] : [eventJson(event)])),
    instances: decisions.filter(isWorthALine).map(({ instance, state, reason, decidedBy = null }) => ({
      name: instance,
      state,
      reason: reasonJson(reason),
      decidedBy,
    })),
    counts: hasSummary ? countStates(decisions) : null,
    error: end.error ? { code: end.error.code, message: end.error.message } : null,
  }
}
