import { describe, expect, test } from 'vitest'
import { tagged } from '../../../src/cluster/repair-tag.ts'
import type { RepairType } from '../../../src/cluster/repair-type.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aFailure, aJob, anOpcode, aRoomyNode, decisionOn, inShort, NOW } from '../../builders/plan.ts'

const SECONDARY_DEAD = { nodes: [aRoomyNode('n2', { offline: true })] }
const PRIMARY_DEAD = { nodes: [aRoomyNode('n1', { offline: true })] }
const REPLACED = 'fix-storage: REPLACE_DISKS [secondary-offline]'

const refusedBefore = { errorClass: 'OpPrereqError', code: 'wrong_state', text: 'no' }
const replacement = (id: string, secondsAgo: number, job = id) =>
  aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error: refusedBefore })], {
    id,
    job,
    secondsAgo,
  })

/** The decision on a drbd instance whose secondary is dead, with these failures behind it. */
function withFailures(
  failures: readonly ReturnType<typeof replacement>[],
  parts: Parameters<typeof decisionOn>[1] = {},
) {
  return decisionOn(
    { tags: failures.map(({ tag }) => tag) },
    { ...SECONDARY_DEAD, queue: failures.map(({ job }) => job), ...parts },
  )
}

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

describe('retries of what can do no harm', () => {
  test('the next run tries again', () => {
    const decision = withFailures([replacement('1', 300)])
    expect(inShort(decision)).toBe(REPLACED)
    // The failure stays: it is what is counted.
    expect(decision.action).toMatchObject({ supersedes: [] })
  })

  test('but not the run that saw it fail', () => {
    expect(inShort(withFailures([replacement('1', 4)]))).toBe('needs-repair [retry-later]')
    expect(inShort(withFailures([replacement('1', 5)]))).toBe('needs-repair [retry-later]')
    expect(inShort(withFailures([replacement('1', 6)]))).toBe(REPLACED)
  })

  test('after the second failure, an hour is waited', () => {
    const failed = (secondsAgo: number) =>
      withFailures([replacement('1', 9000), replacement('2', secondsAgo)])
    expect(inShort(failed(3599))).toBe('needs-repair [retry-later]')
    expect(failed(3599).reason).toMatchObject({
      attempt: 3,
      attemptsMax: 3,
      notBeforeSeconds: BigInt(NOW + 1),
    })
    expect(inShort(failed(3600))).toBe(REPLACED)
  })

  test('after the third it has failed, however long ago', () => {
    const decision = withFailures([replacement('1', 90000), replacement('2', 80000), replacement('3', 70000)])
    expect(inShort(decision)).toBe('repair-failed [attempts-failed]')
    expect(decision.reason).toMatchObject({ jobs: ['1', '2', '3'] })
  })

  test('a job that is only in the archive counts as well', () => {
    const { job, tag } = replacement('1', 300)
    const archived = new Map([[job.id, job]])
    expect(inShort(decisionOn({ tags: [tag] }, { ...SECONDARY_DEAD, archived }))).toBe(REPLACED)
  })

  test('failures of another type do not count', () => {
    const failover = aFailure('failover', [anOpcode('FAILOVER', 'error')], {
      id: '2',
      job: '2',
      secondsAgo: 4,
    })
    expect(inShort(withFailures([failover]))).toBe(REPLACED)
  })

  test('a MOVE goes elsewhere than the one that failed, if there is an elsewhere', () => {
    const plain = { diskTemplate: 'plain', secondary: undefined } as const
    const nodes = [aRoomyNode('n1', { drained: true }), aRoomyNode('n5', {}, { memoryFreeMiB: 9000 })]
    const failed = aFailure('failover', [anOpcode('MOVE', 'error', { nodes: ['n5'] })])
    const target = (parts: object, tags: readonly string[]) =>
      JSON.stringify(decisionOn({ ...plain, tags }, { nodes, ...parts }).action)
    expect(target({}, [])).toContain('"target_node":"n5"')
    expect(target({ queue: [failed.job] }, [failed.tag])).toContain('"target_node":"n2"')
    const full = ['n2', 'n3', 'n4'].map(name => aRoomyNode(name, {}, { memoryFreeMiB: 9 }))
    expect(target({ queue: [failed.job], nodes: [...nodes, ...full] }, [failed.tag])).toContain(
      '"target_node":"n5"',
    )
  })
})

describe('a new secondary that could not be made', () => {
  const error = {
    errorClass: 'OpExecError',
    code: undefined,
    text: 'Can\'t create block device: ... on node n5 for instance i1: ...: Logical Volume "x" already exists',
  }
  const { job, tag } = aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error })])
  const roomiest = aRoomyNode('n5', {}, { diskFreeMiB: 200000 })

  test('since the node has volumes of these names from before: the next attempt goes elsewhere, where hail would not', () => {
    const nodes = [...SECONDARY_DEAD.nodes, roomiest]
    const { action } = decisionOn({ tags: [tag] }, { nodes, queue: [job] })
    expect(action).toMatchObject({ opcodes: [{ remote_node: 'n3' }] })
  })

  test('or there again, if there is no elsewhere', () => {
    const nodes = [
      ...SECONDARY_DEAD.nodes,
      roomiest,
      ...['n3', 'n4'].map(name => aRoomyNode(name, { drained: true })),
    ]
    const { action } = decisionOn({ tags: [tag] }, { nodes, queue: [job] })
    expect(action).toMatchObject({ opcodes: [{ remote_node: 'n5' }] })
  })

  test.each([error.text, "Can't find disk/0 on node n1: disk not found"])(
    'and is not needed any more: nothing was changed, and the failure is forgotten (%s)',
    text => {
      const opcodes = [anOpcode('REPLACE_DISKS', 'error', { error: { ...error, text } })]
      const queue = [{ ...job, opcodes }]
      expect(decisionOn({ tags: [tag] }, { queue }).action).toMatchObject({ kind: 'retag', remove: [tag] })
    },
  )
})

describe('failures that stay', () => {
  const one = replacement('1', 300)
  test.each<[string, QueuedJob | undefined, string]>([
    ['its job is gone', undefined, 'job-gone'],
    ['its job is not marked as ours', { ...one.job, repair: undefined }, 'repair-failed'],
    [
      'its job is another repair of ours',
      { ...one.job, repair: { type: 'fix-storage', id: 'X' } },
      'repair-failed',
    ],
    ['somebody cancelled it', { ...one.job, status: 'canceled' }, 'repair-cancelled'],
    ['its job succeeded, and the tag says it did not', { ...one.job, status: 'success' }, 'repair-failed'],
  ])('%s', (_, job, code) => {
    const decision = decisionOn({ tags: [one.tag] }, { ...SECONDARY_DEAD, queue: job ? [job] : [] })
    expect(inShort(decision)).toBe(`repair-failed [${code}]`)
    expect(decision.action.kind).toBe('none')
    // So it is when its nodes are well again: a human has to look.
    expect(inShort(decisionOn({ tags: [one.tag] }, { queue: job ? [job] : [] }))).toBe(
      `repair-failed [${code}]`,
    )
  })

  test('its tag names no job, or several', () => {
    const failure = (jobs: readonly string[]) =>
      tagged({ type: 'fix-storage', id: '1', timeSeconds: 5n, result: 'failure', jobs }).tag
    expect(inShort(decisionOn({ tags: [failure([])] }, { queue: [one.job] }))).toBe(
      'repair-failed [repair-failed]',
    )
    const two = [one.job, { ...one.job, id: '2' }]
    expect(inShort(decisionOn({ tags: [failure(['1', '2'])] }, { queue: two }))).toBe(
      'repair-failed [repair-failed]',
    )
  })
})

describe('well again', () => {
  test('failures that could be repeated are forgotten, with every tag of theirs', () => {
    const { job, tag } = replacement('1', 300)
    const pending = tagged({
      type: 'fix-storage',
      id: '1',
      timeSeconds: 5n,
      result: undefined,
      jobs: ['1'],
    }).tag
    const { action, state } = decisionOn({ tags: [pending, tag] }, { queue: [job] })
    expect(state).toBe('healthy')
    expect(action).toStrictEqual({ kind: 'retag', add: undefined, remove: [pending, tag] })
  })

  test('a REPLACE_DISKS that failed half way may have left an unfinished copy: a human has to look', () => {
    const error = { errorClass: 'OpExecError', code: undefined, text: 'DRBD device disk/0 is degraded!' }
    const { job, tag } = aFailure('fix-storage', [anOpcode('REPLACE_DISKS', 'error', { error })])
    expect(inShort(decisionOn({ tags: [tag] }, { queue: [job] }))).toBe('repair-failed [repair-failed]')
  })

  test('the record of the last success stays', () => {
    const { tag } = tagged({ type: 'failover', id: 'S', timeSeconds: 3n, result: 'success', jobs: ['3'] })
    expect(decisionOn({ tags: [tag] }).action.kind).toBe('none')
  })
})

describe('failures before a success, whose run died before it could remove them', () => {
  const { job, tag } = replacement('1', 300)
  const success = tagged({
    type: 'failover',
    id: 'S',
    timeSeconds: BigInt(NOW - 200),
    result: 'success',
    jobs: ['3'],
  }).tag

  test('do not count, and go with the next repair', () => {
    const { action } = decisionOn(
      { tags: [tag, success] },
      { ...SECONDARY_DEAD, queue: [job], runStartSeconds: 0n },
    )
    expect(action).toMatchObject({ kind: 'repair', supersedes: [tag, success] })
  })

  test('are forgotten where nothing is to be repaired', () => {
    expect(decisionOn({ tags: [tag, success] }, { queue: [job] }).action).toMatchObject({
      kind: 'retag',
      remove: [tag],
    })
  })

  test('do not have a system installed again over one that is there', () => {
    const half = aFailure('reinstall', [
      anOpcode('RECREATE_DISKS', 'success', { nodes: ['n1'] }),
      anOpcode('REINSTALL', 'error'),
    ])
    const but = {
      diskTemplate: 'plain',
      secondary: undefined,
      adminState: 'down',
      status: 'ADMIN_down',
    } as const
    const decision = decisionOn(
      { ...but, tags: [half.tag, success], mtimeSeconds: NOW - 400 },
      { queue: [half.job] },
    )
    expect(inShort(decision)).toBe('healthy [nodes-fine]')
  })
})

describe('under way', () => {
  const pending = (id: string, timeSeconds: bigint, jobs: readonly string[]) =>
    tagged({ type: 'failover', id, timeSeconds, result: undefined, jobs }).tag

  test('a pending tag with a job: nothing is begun', () => {
    expect(inShort(decisionOn({ tags: [pending('P', 5n, ['9'])] }, PRIMARY_DEAD))).toBe(
      'pending-repair [repair-running]',
    )
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

describe('what Ganeti refused for want of room', () => {
  const noRoom = { errorClass: 'OpPrereqError', code: 'insufficient_resources', text: "Can't compute nodes" }
  const refused = (endedSeconds: number, figures: string | undefined) =>
    aJob('9', {
      status: 'error',
      endedSeconds,
      opcodes: [anOpcode('REPLACE_DISKS', 'error', { error: noRoom })],
      repair: { type: 'fix-storage', id: 'X' },
      figures,
    })
  const now = () => {
    const { action } = decisionOn({}, SECONDARY_DEAD)
    return action.kind === 'repair' ? action.figures : undefined
  }

  test('is not asked for again while the nodes are the same', () => {
    const decision = decisionOn({}, { ...SECONDARY_DEAD, queue: [refused(NOW - 1799, now())] })
    expect(inShort(decision)).toBe('needs-repair [refused-for-now]')
    expect(decision.reason).toMatchObject({ job: '9', untilSeconds: NOW + 1 })
  })

  test.each([
    ['the nodes have changed', refused(NOW - 10, '00000000')],
    ['half an hour is over', refused(NOW - 1800, undefined)],
    [
      'it was another repair',
      { ...refused(NOW - 10, undefined), repair: { type: 'failover' as const, id: 'X' } },
    ],
  ])('%s: it is asked again', (_, job) => {
    expect(inShort(decisionOn({}, { ...SECONDARY_DEAD, queue: [job] }))).toBe(REPLACED)
  })

  test('a later job of the same repair counts, not the refusal', () => {
    const later = replacement('11', 100)
    const decision = decisionOn(
      { tags: [later.tag] },
      { ...SECONDARY_DEAD, queue: [refused(NOW - 500, now()), later.job] },
    )
    expect(inShort(decision)).toBe(REPLACED)
  })
})
