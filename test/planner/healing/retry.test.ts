import { describe, expect, test } from 'vitest'
import { tagged } from '../../../src/cluster/repair-tag.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aFailure, aJob, anOpcode, aRoomyNode, decisionOn, inShort, NOW } from '../../builders/plan.ts'
import { REPLACED, replacement, SECONDARY_DEAD, withFailures } from './failed-repairs.ts'

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

  test.each([
    ['one failure', [replacement('1', -61)], REPLACED],
    ['one failure, of this very minute', [replacement('1', -60)], 'needs-repair [retry-later]'],
    ['two failures', [replacement('1', -61), replacement('2', -62)], REPLACED],
    [
      'three failures',
      [-61, -62, -63].map((ago, index) => replacement(`${index}`, ago)),
      'repair-failed [attempts-failed]',
    ],
  ])('the clock was set back, so that nobody knows how long ago it failed: %s', (_, failures, expected) => {
    expect(inShort(withFailures(failures))).toBe(expected)
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

describe.each([
  ['LVM', 'Logical Volume "x" already exists in volume group "xenvg"'],
  ['file storage', "/srv/x.file.disk0: can't create: [Errno 17] File exists: '/srv/x.file.disk0'"],
])('a MOVE and volumes from before, as %s says it', (_, why) => {
  const plain = { diskTemplate: 'plain', secondary: undefined } as const
  const text = `Can't create block device <...> on node n5 for instance i1: Can't create block device: ${why}`
  const error = { errorClass: 'OpExecError', code: undefined, text }
  const failed = aFailure('failover', [anOpcode('MOVE', 'error', { nodes: ['n5'], error })])
  const others = ['n2', 'n3', 'n4']
  const source = aRoomyNode('n1', { drained: true })
  const roomiest = aRoomyNode('n5', {}, { memoryFreeMiB: 9000 })
  const full = others.map(name => aRoomyNode(name, {}, { memoryFreeMiB: 9 }))

  test('it has found them: it is never made to that node again, since each stops the guest', () => {
    const at = { tags: [failed.tag], ...plain }
    const elsewhere = decisionOn(at, { nodes: [source, roomiest], queue: [failed.job] })
    expect(elsewhere.action).toMatchObject({ opcodes: [{ target_node: 'n2' }] })
    const nowhere = decisionOn(at, { nodes: [source, roomiest, ...full], queue: [failed.job] })
    expect(nowhere).toMatchObject({
      state: 'needs-repair',
      reason: { code: 'no-room', need: { kind: 'old-volumes', node: 'n5' }, leftOut: 0 },
    })
    const drained = others.map(name => aRoomyNode(name, { drained: true }))
    const none = decisionOn(at, {
      nodes: [source, aRoomyNode('n5', {}, { memoryFreeMiB: 9 }), ...drained],
      queue: [failed.job],
    })
    expect(none.reason).toMatchObject({ code: 'no-room', need: { kind: 'node' }, leftOut: 3 })
  })

  test('they may be where its disks were before they were made anew: rather to another node, and there where there is no other', () => {
    const repair = { type: 'reinstall', id: 'ID' } as const
    const job = aJob('7', { status: 'success', endedSeconds: NOW - 300, repair, from: ['n5'] })
    const { tag } = tagged({ ...repair, timeSeconds: BigInt(NOW - 299), result: 'success', jobs: ['7'] })
    const at = { tags: [tag], ...plain }
    const elsewhere = decisionOn(at, { nodes: [source, roomiest], queue: [job] })
    expect(elsewhere.action).toMatchObject({ opcodes: [{ target_node: 'n2' }] })
    const there = decisionOn(at, { nodes: [source, roomiest, ...full], queue: [job] })
    expect(there.action).toMatchObject({ opcodes: [{ target_node: 'n5' }] })
    const gone = decisionOn(at, { nodes: [source, roomiest] })
    expect(gone.action).toMatchObject({ opcodes: [{ target_node: 'n5' }] })
  })
})

describe('volumes of the same names may be where its disks were before they were made anew', () => {
  const repair = { type: 'reinstall', id: 'ID' } as const
  const job = aJob('7', { status: 'success', endedSeconds: NOW - 300, repair, from: ['n5', 'n6'] })
  const { tag } = tagged({ ...repair, timeSeconds: BigInt(NOW - 299), result: 'success', jobs: ['7'] })
  const roomiest = ['n5', 'n6'].map(name =>
    aRoomyNode(name, {}, { memoryFreeMiB: 9000, diskFreeMiB: 900_000 }),
  )
  const chosen = (but: object, dead: readonly string[], full: readonly string[], queue = [job]) => {
    const nodes = [
      ...dead.map(name => aRoomyNode(name, { offline: true })),
      ...full.map(name => aRoomyNode(name, {}, { diskFreeMiB: 9 })),
      ...roomiest,
    ]
    const { action } = decisionOn({ tags: [tag], ...but }, { nodes, queue })
    const named = action.kind === 'repair' ? action.opcodes : []
    return named.flatMap(opcode => opcode['nodes'] ?? opcode['remote_node'] ?? [])
  }

  test('it is made anew rather on others, and there where there are no others', () => {
    expect(chosen({}, ['n1', 'n2'], [])).toEqual(['n3', 'n4'])
    expect(chosen({}, ['n1', 'n2'], ['n4'])).toEqual(['n3', 'n5'])
    expect(chosen({}, ['n1', 'n2'], ['n3', 'n4'])).toEqual(['n5', 'n6'])
    expect(chosen({}, ['n1', 'n2'], [], [])).toEqual(['n5', 'n6'])
    const plain = { diskTemplate: 'plain', secondary: undefined }
    expect(chosen(plain, ['n1'], [])).toEqual(['n2'])
  })

  test('so is its new secondary', () => {
    expect(chosen({}, ['n2'], [])).toEqual(['n3'])
    expect(chosen({}, ['n2'], ['n3', 'n4'])).toEqual(['n5'])
    expect(chosen({}, ['n2'], [], [])).toEqual(['n5'])
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

  test('since the node has volumes of these names from before: the next attempt goes elsewhere', () => {
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
    ['its job is not marked as ours', { ...one.job, repair: undefined }, 'not-ours'],
    [
      'its job is another repair of ours',
      { ...one.job, repair: { type: 'fix-storage', id: 'X' } },
      'not-ours',
    ],
    ['somebody cancelled it', { ...one.job, status: 'canceled' }, 'repair-cancelled'],
    ['its job succeeded, and the tag says it did not', { ...one.job, status: 'success' }, 'not-failed'],
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
      'repair-failed [not-ours]',
    )
    const two = [one.job, { ...one.job, id: '2' }]
    expect(inShort(decisionOn({ tags: [failure(['1', '2'])] }, { queue: two }))).toBe(
      'repair-failed [not-ours]',
    )
    const gone = decisionOn({ tags: [failure(['1', '2'])] }, { queue: [one.job] })
    expect(gone.reason).toMatchObject({ code: 'job-gone', jobs: ['2'], result: 'failure' })
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
    expect(inShort(decisionOn({ tags: [tag] }, { queue: [job] }))).toBe('repair-failed [half-copy]')
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

describe('what Ganeti refused for want of room', () => {
  const noRoom = { errorClass: 'OpPrereqError', code: 'insufficient_resources', text: 'Not enough memory' }
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
    ['the clock was set back since', refused(NOW + 61, undefined)],
    [
      'it was another repair',
      { ...refused(NOW - 10, undefined), repair: { type: 'failover' as const, id: 'X' } },
    ],
  ])('%s: it is asked again', (_, job) => {
    expect(inShort(decisionOn({}, { ...SECONDARY_DEAD, queue: [job] }))).toBe(REPLACED)
  })

  test.each([
    [NOW + 61, undefined, 'needs-repair [refused-for-now]'],
    [NOW - 1800, undefined, 'needs-repair [refused-for-now]'],
    [NOW + 61, '00000000', REPLACED],
  ])(
    'one that this run has begun itself is asked again only where the nodes have changed: %s',
    (endedSeconds, figures, expected) => {
      const job = refused(endedSeconds, figures)
      const parts = { ...SECONDARY_DEAD, queue: [job] }
      expect(inShort(decisionOn({}, { ...parts, ownJobs: new Set([job.id]) }))).toBe(expected)
      expect(inShort(decisionOn({}, parts))).toBe(REPLACED)
    },
  )

  test('a later job of the same repair counts, not the refusal', () => {
    const later = replacement('11', 100)
    const decision = decisionOn(
      { tags: [later.tag] },
      { ...SECONDARY_DEAD, queue: [refused(NOW - 500, now()), later.job] },
    )
    expect(inShort(decision)).toBe(REPLACED)
  })
})
