import type { HealingEvent } from '../run/healing/healing-event.ts'
import type { RunEvent } from '../run/run-event.ts'

const HEALING_KINDS: Readonly<Record<HealingEvent['kind'], true>> = {
  begun: true,
  ended: true,
  forbidden: true,
  adopted: true,
  cancelled: true,
  'hold-removed': true,
  'suspension-removed': true,
  'tags-changed': true,
  problem: true,
  warning: true,
  'queue-drained': true,
  waiting: true,
  summary: true,
}

/** Whether an event is one of a healing run; all others are of a classic one. No kind is of both. */
export function isHealingEvent(event: RunEvent | HealingEvent): event is HealingEvent {
  return Object.hasOwn(HEALING_KINDS, event.kind)
}
