import type { Opcode } from '../../src/cluster/opcode.ts'
import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import { REASON_SAMPLES } from './reasons.ts'

/** A tag that allows everything. */
export const TAG = 'ganeti:watcher:autorepair:reinstall'

/** An instance with which nothing is wrong. */
export const HEALTHY: HealingDecision = {
  instance: 'well',
  state: 'healthy',
  reason: REASON_SAMPLES['nodes-fine'],
  decidedBy: undefined,
  action: { kind: 'none' },
}

/** web1, which has lost all copies of its disks and may be made anew, but for what is said. */
export function aDecision(but: Partial<HealingDecision> = {}): HealingDecision {
  return {
    instance: 'web1',
    state: 'needs-repair',
    reason: REASON_SAMPLES['all-copies-offline'],
    decidedBy: { level: 'cluster', object: 'cluster', tag: TAG },
    action: { kind: 'none' },
    ...but,
  }
}

const RECREATION: readonly Opcode[] = [
  { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: 'web1' },
  { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', instance_name: 'web1', nodes: ['n3', 'n4'] },
]

/** One event of every kind but the summary; those of an instance all about web1. */
export const EVENTS = {
  begun: {
    kind: 'begun',
    instance: 'web1',
    type: 'reinstall',
    job: '7',
    opcodes: RECREATION,
    decision: aDecision(),
  },
  ended: {
    kind: 'ended',
    instance: 'web1',
    type: 'failover',
    jobs: ['7'],
    outcome: 'success',
    why: undefined,
  },
  forbidden: {
    kind: 'forbidden',
    instance: 'web1',
    type: 'failover',
    upTo: 'migrate',
    decidedBy: { level: 'group', object: 'default', tag: 'T' },
  },
  adopted: { kind: 'adopted', instance: 'web1', type: 'migrate', job: '7' },
  cancelled: {
    kind: 'cancelled',
    instance: 'web1',
    job: '7',
    because: 'stale',
    lostNode: undefined,
    hadStopped: false,
  },
  'hold-removed': { kind: 'hold-removed', hold: 'harep-hold:u' },
  'suspension-removed': { kind: 'suspension-removed', level: 'group', object: 'default', tags: ['S1', 'S2'] },
  'tags-changed': { kind: 'tags-changed', instance: 'web1', added: ['A', 'B'], removed: ['C'] },
  problem: { kind: 'problem', instance: 'web1', problem: 'luxid refused its job' },
  warning: { kind: 'warning', warning: 'something is odd' },
  'queue-drained': { kind: 'queue-drained' },
  waiting: { kind: 'waiting', repairs: 3 },
} as const satisfies Readonly<Record<Exclude<HealingEvent['kind'], 'summary'>, HealingEvent>>
