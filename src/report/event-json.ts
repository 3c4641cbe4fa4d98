import { exhaustive } from '../cluster/exhaustive.ts'
import { describeReason } from '../planner/describe-reason.ts'
import type { Reason } from '../planner/reason.ts'
import type { HealingEvent } from '../run/healing/healing-event.ts'
import type { EventOutput, ReasonOutput } from './output-schema.ts'

/** One event of a healing run as --output=json has it. */
export function eventJson(event: Exclude<HealingEvent, { readonly kind: 'summary' }>): EventOutput {
  switch (event.kind) {
    case 'begun': {
      const { instance, type: repair, job = null, opcodes, decision } = event
      const { reason, decidedBy = null } = decision
      return {
        event: 'begun',
        instance,
        repair,
        job,
        opcodes: [...opcodes],
        reason: reasonJson(reason),
        decidedBy,
      }
    }
    case 'ended': {
      const { instance, type: repair, jobs, outcome, why = null } = event
      return { event: 'ended', instance, repair, jobs: [...jobs], outcome, why }
    }
    case 'forbidden': {
      const { instance, type: repair, upTo, decidedBy = null } = event
      return { event: 'forbidden', instance, repair, upTo, decidedBy }
    }
    case 'adopted':
      return { event: 'adopted', instance: event.instance, repair: event.type, job: event.job }
    case 'cancelled': {
      const { instance, job, because, lostNode = null } = event
      return { event: 'cancelled', instance, job, because, lostNode }
    }
    case 'hold-removed':
      return { event: 'hold-removed', hold: event.hold }
    case 'suspension-removed': {
      const { level, object, tags } = event
      return { event: 'suspension-removed', level, object, tags: [...tags] }
    }
    case 'tags-changed': {
      const { instance, added, removed } = event
      return { event: 'tags-changed', instance, added: [...added], removed: [...removed] }
    }
    case 'problem':
      return { event: 'problem', instance: event.instance ?? null, problem: event.problem }
    case 'warning':
      return { event: 'warning', warning: event.warning }
    case 'queue-drained':
      return { event: 'queue-drained', filter: event.filter ?? null }
    case 'waiting':
      return { event: 'waiting', repairs: event.repairs }
    default:
      return exhaustive(event)
  }
}

/** A reason with its code and sentence only: what else it holds is in the sentence, and may change. */
export function reasonJson(reason: Reason): ReasonOutput {
  return { code: reason.code, sentence: describeReason(reason) }
}
