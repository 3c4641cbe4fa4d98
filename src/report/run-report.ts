import { describeReason } from '../planner/describe-reason.ts'
import type { HealingDecision } from '../planner/healing/decision.ts'
import type { ReasonCode } from '../planner/reason.ts'
import { whatWouldChange } from '../planner/what-would-change.ts'
import type { HealingEvent } from '../run/healing/healing-event.ts'
import { countStates, stateCountsText } from './counts-text.ts'
import { eventLine, type Wording } from './event-line.ts'
import { printable } from './printable.ts'
import type { ReportText } from './report-text.ts'
import { INSTANCE_STATE_NAMES } from './state-names.ts'

/**
 * `quiet`: what changed, what follows a failure, and what is wrong; nothing where nothing is. `normal`: also what waits and why, and the counts.
 * `verbose`: also tags, opcodes, and which tag allowed a repair.
 */
export type Verbosity = 'quiet' | 'normal' | 'verbose'

/** How a run is reported. */
export interface RunReportOptions {
  readonly verbosity: Verbosity
  readonly dryRun: boolean
}

/** The last words of a dry run. */
const DRY_RUN_END =
  'Dry run: nothing was changed. Only the next step of each instance is shown; what follows it depends on how it ends.\n'

/** What an event that was told about an instance makes superfluous in the list of those that wait. */
const TOLD_BY: Readonly<Partial<Record<HealingEvent['kind'], readonly ReasonCode[]>>> = {
  begun: ['repair-submitted', 'repair-running', 'would-submit'],
  adopted: ['repair-submitted', 'repair-running'],
  forbidden: ['not-allowed'],
  problem: ['problem', 'unreadable'],
}

/**
 * Makes a reporter for one healing run: it gives the text for each event as it comes. It remembers what it has told, so that
 * no fact stands in one output twice: an instance whose repair was just begun is not listed again as pending.
 */
export function runReport({ verbosity, dryRun }: RunReportOptions): (event: HealingEvent) => ReportText[] {
  const wording: Wording = { dryRun, isVerbose: verbosity === 'verbose' }
  const told = new Set<string>()
  const failed = new Set<string>()
  let problems = 0
  return event => {
    if (event.kind === 'problem') problems += 1
    if (event.kind === 'ended' && event.outcome !== 'success') failed.add(event.instance)
    if (event.kind === 'summary') {
      const lines = event.decisions
        .filter(one => isWorthALine(one) && !told.has(keyOf(one.instance, one.reason.code)))
        // Who is told of a failure needs to know whether it is tried again, and else what to do.
        .filter(({ instance }) => verbosity !== 'quiet' || failed.has(instance))
        .map(waitingLine)
      if (verbosity === 'quiet') return lines.length === 0 ? [] : [{ to: 'out', text: lines.join('') }]
      const text = lines.join('') + stateCountsText(countStates(event.decisions))
      return [
        { to: 'out', text: text + partialText(event.isPartial, problems) + (dryRun ? DRY_RUN_END : '') },
      ]
    }
    if (verbosity === 'quiet' && (event.kind === 'queue-drained' || event.kind === 'waiting')) return []
    for (const code of TOLD_BY[event.kind] ?? [])
      if ('instance' in event) told.add(keyOf(event.instance, code))
    const line = eventLine(event, wording)
    return line === undefined ? [] : [line]
  }
}

function keyOf(instance: string | undefined, code: ReasonCode): string {
  return JSON.stringify([instance, code])
}

/** Whether there is more to say of an instance than that it is healthy. */
export function isWorthALine({ state, reason }: Pick<HealingDecision, 'state' | 'reason'>): boolean {
  return state !== 'healthy' || reason.code !== 'nodes-fine'
}

/** A line for an instance that waits: its state, why, what would change it, and the reason's code for scripts. */
function waitingLine({ instance, state, reason }: HealingDecision): string {
  const way = whatWouldChange(reason, instance)
  const change = way === undefined ? '' : `; to change it: ${way}`
  return `${printable(`${instance}: ${INSTANCE_STATE_NAMES[state]}: ${describeReason(reason)}${change}`)} [${reason.code}]\n`
}

function partialText(isPartial: boolean, problems: number): string {
  if (!isPartial) return ''
  const found = problems === 1 ? '1 problem was' : `${problems} problems were`
  return `This run was partial: ${found} told on standard error.\n`
}
