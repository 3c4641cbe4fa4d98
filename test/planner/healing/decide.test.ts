import { describe, expect, test } from 'vitest'
import { tagged } from '../../../src/cluster/repair-tag.ts'
import type { RepairType } from '../../../src/cluster/repair-type.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aJob, anOpcode, decisionOn, inShort, NOW } from '../../builders/plan.ts'
import { PRIMARY_DEAD, REPLACED, SECONDARY_DEAD } from './failed-repairs.ts'

describe('permissions', () => {
  const enable = (type: string) => `ganeti:watcher:autorepair:${type}`

  test('the tag that allows, and the object it stands on, are told', () => {
    const decision = decisionOn({ tags: [enable('fix-storage')] }, { ...SECONDARY_DEAD, clusterTags: [] })
    expect(inShort(decision)).toBe(REPLACED)
    expect(decision.decidedBy).toStrictEqual({ level: 'instance', object: 'i1', tag: enable('fix-storage') })
    expect(decision.state).toBe('needs-repair')
  })

  test('none at all: disallowed, and nothing is recorded', () => {
    const decision = decisionOn({}, { ...SECONDARY_DEAD, clusterTags: [] })
    expect(inShort(decision)).toBe('repair-disallowed [not-enabled]')
    expect([decision.action.kind, decision.decidedBy]).toStrictEqual(['none', undefined])
  })

  test('suspended: told with its tag', () => {
    const decision = decisionOn({ tags: ['ganeti:watcher:autorepair:suspend'] }, SECONDARY_DEAD)
    expect(inShort(decision)).toBe('suspended [suspended]')
    expect(decision.decidedBy?.level).toBe('instance')
  })

  test('a suspension that cannot be read suspends', () => {
    expect(inShort(decisionOn({ tags: ['ganeti:watcher:autorepair:suspend:soon'] }, SECONDARY_DEAD))).toBe(
      'suspended [suspended]',
    )
  })

  test('a suspended instance that is well is healthy', () => {
    expect(inShort(decisionOn({ tags: ['ganeti:watcher:autorepair:suspend'] }))).toBe('healthy [nodes-fine]')
  })

  describe('too little', () => {
    const refused = (time: bigint, type: RepairType, id = 'E') =>
      tagged({ type, id, timeSeconds: time, result: 'enoperm', jobs: [] }).tag
    const parts = { ...PRIMARY_DEAD, clusterTags: [enable('migrate')] }

    test('is recorded', () => {
      const decision = decisionOn({}, parts)
      expect(inShort(decision)).toBe('repair-disallowed [not-allowed]')
      expect(decision.action).toStrictEqual({
        kind: 'refuse',
        type: 'failover',
        upTo: 'migrate',
        supersedes: [],
      })
    })

    test('is not recorded again while the record says the same', () => {
      expect(decisionOn({ tags: [refused(5n, 'failover')] }, parts).action.kind).toBe('none')
    })

    test('replaces the record of another refusal, and of a success', () => {
      const old = refused(5n, 'reinstall')
      const done = tagged({ type: 'migrate', id: 'S', timeSeconds: 3n, result: 'success', jobs: ['3'] }).tag
      const { action } = decisionOn({ tags: [old, done] }, parts)
      expect(action).toMatchObject({ kind: 'refuse', supersedes: expect.arrayContaining([old, done]) })
    })
  })
})

describe('under way', () => {
  const pending = (id: string, timeSeconds: bigint, jobs: readonly string[]) =>
    tagged({ type: 'failover', id, timeSeconds, result: undefined, jobs }).tag

  test.each([
    ['queued', 'queued', 'repair-running'],
    ['running', 'running', 'repair-running'],
    ['over', 'error', 'result-waiting'],
    ['on nobody’s record', undefined, 'result-waiting'],
  ] as const)('a pending tag with a job that is %s: nothing is begun', (_what, status, code) => {
    const queue = status === undefined ? [] : [aJob('9', { status })]
    const tags = [pending('P', 5n, ['9'])]
    expect(inShort(decisionOn({ tags }, { ...PRIMARY_DEAD, queue }))).toBe(`pending-repair [${code}]`)
  })

  test('a pending tag with two jobs of which one goes on', () => {
    const queue = [aJob('9', { status: 'success' }), aJob('10', { status: 'waiting' })]
    const tags = [pending('P', 5n, ['9', '10'])]
    expect(inShort(decisionOn({ tags }, { ...PRIMARY_DEAD, queue }))).toBe('pending-repair [repair-running]')
  })

  test('of several the oldest with a job is followed, and the contradiction told', () => {
    const tags = [pending('B', 6n, ['10']), pending('A', 5n, ['9'])]
    const { state, reason } = decisionOn({ tags }, PRIMARY_DEAD)
    expect(state).toBe('pending-repair')
    expect(reason).toStrictEqual({ code: 'tags-contradict', pending: tags[1], later: tags[0] })
  })

  test('a repair of ours in the queue that no tag tells', () => {
    const job = aJob('9', {
      status: 'waiting',
      endedSeconds: undefined,
      opcodes: [anOpcode('FAILOVER', 'waiting')],
      repair: { type: 'failover', id: 'X' },
    })
    expect(inShort(decisionOn({}, { ...PRIMARY_DEAD, queue: [job] }))).toBe('pending-repair [repair-running]')
    expect(inShort(decisionOn({}, { queue: [job] }))).toBe('pending-repair [repair-running]')
  })

  test('what the run knows of: nothing is begun', () => {
    const withheld = new Map([['i1', { code: 'problem', problem: 'its tag is being written' } as const]])
    expect(inShort(decisionOn({}, { ...PRIMARY_DEAD, withheld }))).toBe('needs-repair [problem]')
  })
})

describe('one-off permissions', () => {
  const oneOff = (type: RepairType, id = 'ONE') =>
    tagged({ type, id, timeSeconds: 5n, result: undefined, jobs: [] }).tag
  const parts = { ...PRIMARY_DEAD, clusterTags: [] }

  test('allow one repair, under their id', () => {
    const decision = decisionOn({ tags: [oneOff('failover')] }, parts)
    expect(inShort(decision)).toBe('failover: FAILOVER [primary-offline]')
    expect(decision.action).toMatchObject({ oneOffId: 'ONE', supersedes: [] })
    expect(decision.decidedBy).toStrictEqual({ level: 'instance', object: 'i1', tag: oneOff('failover') })
  })

  test('are not used up where the standing permission is enough', () => {
    const { action } = decisionOn({ tags: [oneOff('failover')] }, PRIMARY_DEAD)
    expect(action).toMatchObject({ kind: 'repair', oneOffId: undefined })
  })

  test('do not allow more than their type', () => {
    expect(inShort(decisionOn({ tags: [oneOff('migrate')] }, parts))).toBe('repair-disallowed [not-allowed]')
  })

  test('never overcome a suspension', () => {
    const tags = [oneOff('failover'), 'ganeti:watcher:autorepair:suspend']
    expect(inShort(decisionOn({ tags }, parts))).toBe('suspended [suspended]')
    const well = decisionOn({ tags })
    expect([inShort(well), well.action.kind]).toStrictEqual(['healthy [one-off-waiting]', 'none'])
  })

  test('are answered with a success where nothing is to be repaired', () => {
    const { state, action } = decisionOn({ tags: [oneOff('failover')] })
    expect(state).toBe('healthy')
    expect(action).toStrictEqual({
      kind: 'retag',
      add: { type: 'failover', id: 'ONE', timeSeconds: BigInt(NOW), result: 'success', jobs: [] },
      remove: [oneOff('failover')],
    })
  })

  test('of several the oldest is used', () => {
    const later = tagged({ type: 'failover', id: 'LATER', timeSeconds: 6n, result: undefined, jobs: [] }).tag
    expect(decisionOn({ tags: [later, oneOff('failover')] }, parts).action).toMatchObject({ oneOffId: 'ONE' })
  })
})

describe('malformed repair tags', () => {
  const tags = ['ganeti:watcher:autorepair:pending:failover:U:1000']

  test('a broken instance that has some is not touched', () => {
    const decision = decisionOn({ tags }, PRIMARY_DEAD)
    expect(inShort(decision)).toBe('needs-repair [tags-malformed]')
    expect(decision.reason).toMatchObject({ tags })
  })

  test('an instance that is well has no trouble with them', () => {
    expect(inShort(decisionOn({ tags }))).toBe('healthy [nodes-fine]')
  })
})

describe('jobs of others', () => {
  const running = (opcodes: QueuedJob['opcodes']) =>
    aJob('9', { status: 'running', endedSeconds: undefined, opcodes })

  test('one that works on a broken instance: it waits', () => {
    const { state, reason } = decisionOn(
      {},
      { ...PRIMARY_DEAD, queue: [running([anOpcode('REBOOT', 'running')])] },
    )
    expect([state, reason]).toStrictEqual([
      'needs-repair',
      { code: 'busy', job: '9', opId: 'OP_INSTANCE_REBOOT' },
    ])
  })

  test('tags that are being written may be a suspension: it waits', () => {
    const queue = [
      running([anOpcode('TAGS_SET', 'running', { tags: ['ganeti:watcher:autorepair:suspend'] })]),
    ]
    expect(inShort(decisionOn({}, { ...PRIMARY_DEAD, queue }))).toBe('needs-repair [busy]')
  })

  test("one that only looks, or is about another instance, is in nobody's way", () => {
    const queue = [
      running([anOpcode('QUERY_DATA', 'running')]),
      running([anOpcode('REBOOT', 'running', { instances: ['i2'] })]),
    ]
    expect(inShort(decisionOn({}, { ...PRIMARY_DEAD, queue }))).toContain('FAILOVER')
  })

  test('an instance that is well is healthy, whatever others do', () => {
    expect(inShort(decisionOn({}, { queue: [running([anOpcode('REBOOT', 'running')])] }))).toBe(
      'healthy [nodes-fine]',
    )
  })
})

test('of several permissions for one repair the oldest that covers it is used: a narrow one was in the way of a wider one', () => {
  const oneOff = (id: string, type: RepairType, timeSeconds: bigint) =>
    tagged({ type, id, timeSeconds, result: undefined, jobs: [] }).tag
  const tags = [oneOff('A', 'fix-storage', 1n), oneOff('B', 'failover', 2n), oneOff('C', 'reinstall', 3n)]
  const decision = decisionOn({ tags }, { ...PRIMARY_DEAD, clusterTags: [] })
  expect(decision.action).toMatchObject({ kind: 'repair', type: 'failover', oneOffId: 'B' })
})
