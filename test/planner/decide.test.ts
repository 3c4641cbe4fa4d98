import { describe, expect, test } from 'vitest'
import { failover } from '../../src/cluster/opcode.ts'
import { type REPAIR_RESULTS, tagged } from '../../src/cluster/repair-tag.ts'
import { REPAIR_TYPES, type RepairType } from '../../src/cluster/repair-type.ts'
import { decide } from '../../src/planner/decide.ts'
import type { Diagnosis } from '../../src/planner/diagnosis.ts'
import { INSTANCE_STATES } from '../../src/planner/instance-state.ts'
import type { RepairState } from '../../src/planner/repair-state.ts'
import type { Permission } from '../../src/policy/permission.ts'
import { anInstance } from '../builders/cluster.ts'

const by = { level: 'group', object: 'default', tag: 'T' } as const
const NOT_ENABLED: Permission = { kind: 'not-enabled' }
const SUSPENDED = { kind: 'suspended', untilSeconds: 5n, unreadable: false, by } as const
const enabled = (upTo: RepairType) => ({ kind: 'enabled', upTo, by }) as const

const FINE: Diagnosis = { kind: 'fine', reason: { code: 'nodes-fine' } }
const opcodes = [failover('i1')]
const broken = (type: RepairType): Diagnosis => ({
  kind: 'broken',
  type,
  opcodes,
  reason: { code: 'primary-offline', node: 'n1', secondary: 'n2' },
})

const repair = (result: (typeof REPAIR_RESULTS)[number] | undefined, jobs: readonly string[] = ['7']) =>
  tagged({ type: 'migrate', id: 'ID', timeSeconds: 1n, result, jobs })
const NEW: RepairState = { kind: 'healthy', last: undefined, stale: [] }
const PENDING: RepairState = { kind: 'pending', last: repair(undefined), stale: ['old'] }
const PENDING_WITHOUT_JOB: RepairState = { kind: 'pending', last: repair(undefined, []), stale: [] }
const FAILED: RepairState = { kind: 'failed', last: repair('failure'), stale: [] }
const STATES: readonly RepairState[] = [
  NEW,
  { kind: 'healthy', last: repair('success'), stale: [] },
  { kind: 'healthy', last: repair('enoperm', []), stale: [] },
  { kind: 'needs-repair', last: repair('enoperm', []), stale: [] },
  PENDING,
  PENDING_WITHOUT_JOB,
  FAILED,
]
const DIAGNOSES = [FINE, ...REPAIR_TYPES.map(broken)]
const PERMISSIONS: readonly Permission[] = [
  NOT_ENABLED,
  SUSPENDED,
  { ...SUSPENDED, untilSeconds: undefined, unreadable: true },
  ...REPAIR_TYPES.map(enabled),
]

const instance = anInstance()

describe('decide', () => {
  test.each([
    ['fine', NEW, FINE, enabled('reinstall'), 'healthy', { code: 'nodes-fine' }, { kind: 'none' }],
    [
      'due and allowed',
      NEW,
      broken('failover'),
      enabled('failover'),
      'needs-repair',
      { code: 'primary-offline', node: 'n1', secondary: 'n2' },
      { kind: 'repair', type: 'failover', opcodes },
    ],
    [
      'due and forbidden',
      NEW,
      broken('failover'),
      enabled('migrate'),
      'repair-disallowed',
      { code: 'not-allowed', type: 'failover', permission: enabled('migrate') },
      { kind: 'refuse', type: 'failover', upTo: 'migrate' },
    ],
    [
      'due, without a word',
      NEW,
      broken('fix-storage'),
      NOT_ENABLED,
      'repair-disallowed',
      { code: 'not-enabled', type: 'fix-storage' },
      { kind: 'keep-off' },
    ],
    [
      'due and suspended',
      NEW,
      broken('fix-storage'),
      SUSPENDED,
      'suspended',
      { code: 'suspended', permission: SUSPENDED },
      { kind: 'keep-off' },
    ],
    [
      'pending',
      PENDING,
      broken('failover'),
      enabled('reinstall'),
      'pending-repair',
      { code: 'repair-running', type: 'migrate', jobs: ['7'] },
      { kind: 'none' },
    ],
    [
      'pending without a job',
      PENDING_WITHOUT_JOB,
      broken('failover'),
      enabled('reinstall'),
      'pending-repair',
      { code: 'repair-running', type: 'migrate', jobs: [] },
      { kind: 'none' },
    ],
    [
      'failed',
      FAILED,
      broken('failover'),
      enabled('reinstall'),
      'repair-failed',
      {
        code: 'repair-failed',
        type: 'migrate',
        jobs: ['7'],
        tag: 'ganeti:watcher:autorepair:result:migrate:ID:1:failure:7',
        why: 'first-failure',
      },
      { kind: 'none' },
    ],
  ] as const)('%s', (_, state, diagnosis, permission, instanceState, reason, action) => {
    expect(decide({ instance, state, diagnosis, permission })).toStrictEqual({
      instance: 'i1',
      state: instanceState,
      reason,
      action,
    })
  })

  const all = STATES.flatMap(state =>
    DIAGNOSES.flatMap(diagnosis =>
      PERMISSIONS.map(permission => ({ instance, state, diagnosis, permission })),
    ),
  )

  test('every combination of states, diagnoses and permissions gives what is allowed', () => {
    expect(all).toHaveLength(7 * 5 * 7)
    for (const one of all) {
      const { state, action, reason } = decide(one)
      expect(INSTANCE_STATES).toContain(state)
      expect(reason.code).not.toBe('')
      expect(action.kind === 'repair').toBe(mayRepair(one))
      // A repair is what is due, neither less nor more.
      if (action.kind === 'repair') {
        const { diagnosis } = one
        expect(action.type).toBe(diagnosis.kind === 'broken' ? diagnosis.type : undefined)
        expect(action.opcodes).toBe(diagnosis.kind === 'broken' ? diagnosis.opcodes : undefined)
      }
      // Nothing is done, recorded or said of one that is busy, failed or fine.
      const busy = one.state.kind === 'pending' || one.state.kind === 'failed'
      if (busy || one.diagnosis.kind !== 'broken') expect(action).toStrictEqual({ kind: 'none' })
      else expect(action.kind).not.toBe('none')
      if (!busy && one.diagnosis.kind === 'fine') expect(state).toBe('healthy')
    }
  })

  /** Written as a list of numbers, apart from covers(): a type is allowed from its own place on. */
  function mayRepair({ state, diagnosis, permission }: (typeof all)[number]): boolean {
    if (state.kind === 'pending' || state.kind === 'failed') return false
    if (diagnosis.kind !== 'broken' || permission.kind !== 'enabled') return false
    const need = { 'fix-storage': 1, migrate: 2, failover: 3, reinstall: 4 }
    return need[permission.upTo] >= need[diagnosis.type]
  }

  test('gives what nobody can change', () => {
    for (const one of all) {
      const decision = decide(one)
      expect([decision, decision.reason, decision.action].every(Object.isFrozen)).toBe(true)
    }
  })
})
