import { exhaustive } from '../cluster/exhaustive.ts'
import { describeReason } from '../planner/describe-reason.ts'
import type { HealingEvent } from '../run/healing/healing-event.ts'
import { deciderText, objectText } from './decider-text.ts'
import { jobPlaceText, jobText } from './opcode-text.ts'
import { oneLine, printable } from './printable.ts'
import type { ReportText } from './report-text.ts'

/** How events are worded: with --dry-run as what would be done, with --verbose in full. */
export interface Wording {
  readonly dryRun: boolean
  readonly isVerbose: boolean
}

type Told = Exclude<HealingEvent, { readonly kind: 'summary' }>
type OfInstance = Extract<
  Told,
  { readonly kind: 'ended' | 'begun' | 'forbidden' | 'adopted' | 'cancelled' | 'tags-changed' }
>

/**
 * One event of a healing run as text, or undefined where it is told only with --verbose. What concerns an instance begins
 * with its name, so that a log can be searched for it; lines are not broken for the same reason.
 */
export function eventLine(event: Told, wording: Wording): ReportText | undefined {
  const verb = (done: string, due: string) => (wording.dryRun ? `Would ${due}` : done)
  switch (event.kind) {
    case 'ended':
    case 'begun':
    case 'forbidden':
    case 'adopted':
    case 'cancelled':
    case 'tags-changed': {
      const line = instanceLine(event, wording)
      return line === undefined ? undefined : out(`${event.instance}: ${line}`)
    }
    case 'hold-removed':
      return out(`${verb('Took', 'take')} away the hold of an interrupted run (${event.hold})`)
    case 'suspension-removed':
      return out(
        `${verb('Removed', 'remove')} from ${objectText(event)} what has suspended nothing for more than a day: ${event.tags.join(' ')}`,
      )
    case 'problem': {
      const where = event.instance === undefined ? '' : `${event.instance}: `
      return { to: 'err', text: `Error: ${printable(where + oneLine(event.problem))}\n` }
    }
    case 'warning':
      return { to: 'err', text: `Warning: ${printable(event.warning)}\n` }
    case 'queue-drained':
      return out(drainedLine(event.filter))
    case 'waiting':
      return out(`Waiting for ${event.repairs === 1 ? '1 repair' : `${event.repairs} repairs`} to end`)
    default:
      return exhaustive(event)
  }
}

function drainedLine(filter: string | undefined): string {
  return filter === undefined
    ? 'The job queue is drained, so nothing can be repaired now (see gnt-cluster queue info)'
    : `Job filter ${filter} rejects all new jobs, so nothing can be repaired now (see gnt-filter list)`
}

function instanceLine(event: OfInstance, { dryRun, isVerbose }: Wording): string | undefined {
  switch (event.kind) {
    case 'begun': {
      const { type, job, opcodes, decision } = event
      const { reason, decidedBy } = decision
      const inJob = job === undefined ? '' : ` in job ${job}`
      const allowed = isVerbose && decidedBy ? `, allowed by ${deciderText(decidedBy)}` : ''
      const steps = isVerbose ? `; ${jobText(opcodes)}` : ''
      const what = `${dryRun ? 'Would begin' : 'Repair begun'}: ${type}${inJob}${jobPlaceText(opcodes)}`
      return `${what}: ${describeReason(reason)}${allowed}${steps} [${reason.code}]`
    }
    case 'ended':
      return endedLine(event)
    case 'forbidden': {
      const { type, upTo, decidedBy } = event
      const by = decidedBy ? deciderText(decidedBy) : 'the tags'
      const record = dryRun ? 'that would be put on record' : 'that is on record now'
      return `Repair disallowed: it needs ${type}, and ${by} ${decidedBy ? 'allows' : 'allow'} only repairs up to ${upTo}; ${record} [not-allowed]`
    }
    case 'adopted':
      return `${dryRun ? 'Would take on' : 'Taken on'}: ${event.type} in job ${event.job}, which an interrupted run submitted without a tag`
    case 'cancelled': {
      const stale =
        event.lostNode === undefined
          ? 'it is no longer due'
          : `${event.lostNode}, where it was to go, is out of service`
      const why = event.because === 'stale' ? stale : 'its tag could not be written'
      const done = event.hadStopped ? 'had only stopped the instance' : 'had not begun'
      return `${dryRun ? 'Would cancel' : 'Cancelled'}: job ${event.job}, which ${done}, since ${why}`
    }
    case 'tags-changed': {
      const changes = [
        ...(event.added.length > 0 ? [`${dryRun ? 'would be ' : ''}added: ${event.added.join(' ')}`] : []),
        ...(event.removed.length > 0
          ? [`${dryRun ? 'would be ' : ''}removed: ${event.removed.join(' ')}`]
          : []),
      ]
      return isVerbose && changes.length > 0 ? `Tags ${changes.join('; ')}` : undefined
    }
    default:
      return exhaustive(event)
  }
}

function endedLine({ type, jobs, outcome, why }: OfInstance & { readonly kind: 'ended' }): string {
  const inJob = jobs.length === 0 ? '' : ` in job ${jobs.join('+')}`
  const because = why === undefined ? '' : `: ${oneLine(why)}`
  switch (outcome) {
    case 'success':
      return `Repair done: ${type}${inJob}`
    case 'failure':
      return `Repair failed: ${type}${inJob}${because}`
    case 'refused':
      return `Repair put off: Ganeti found no room for ${type}${inJob}${because}`
    case 'withdrawn':
      return why === undefined
        ? `Repair withdrawn: ${type}${inJob} was cancelled before it began, and counts as no attempt`
        : `Repair withdrawn: ${type}${inJob} was cancelled, and counts as no attempt${because}`
    default:
      return exhaustive(outcome)
  }
}

function out(line: string): ReportText {
  return { to: 'out', text: `${printable(line)}\n` }
}
