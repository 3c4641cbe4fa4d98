import { describe, expect, test } from 'vitest'
import type { JobStatus } from '../../../src/cluster/job.ts'
import { type RepairRecord, tagged } from '../../../src/cluster/repair-tag.ts'
import { readHistory } from '../../../src/planner/healing/history.ts'
import { hasOnlyStopped } from '../../../src/planner/healing/outcome.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import { aJob, anOpcode, decisionOn, inShort, NOW } from '../../builders/plan.ts'

/* Re-creations that were cancelled when they had only stopped their instance. */

const NAMES = ['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP'] as const

/** A re-creation of ours with these ends of its opcodes, in the order of NAMES. */
function recreation(ends: readonly JobStatus[], but: Partial<QueuedJob> = {}): QueuedJob {
  const opcodes = NAMES.slice(0, ends.length).map((name, index) => anOpcode(name, ends[index] ?? 'canceled'))
  const repair = { type: 'reinstall', id: 'ID' } as const
  return aJob('7', { status: 'canceled', endedSeconds: NOW - 301, opcodes, repair, ...but })
}

const STOPPED = recreation(['success', 'canceled', 'canceled', 'canceled'])
const DELAY = anOpcode('DELAY', 'success', { opId: 'OP_TEST_DELAY' })

describe('has only stopped its instance', () => {
  test.each<[string, QueuedJob]>([
    ['cancelled right after it', STOPPED],
    ['the rest waits', recreation(['success', 'queued', 'queued', 'queued'])],
    ['the rest waits for a lock', recreation(['success', 'waiting', 'queued', 'queued'])],
    ['it is being cancelled', recreation(['success', 'canceling', 'canceling', 'canceling'])],
    ['behind a delay', { ...STOPPED, opcodes: [DELAY, ...STOPPED.opcodes] }],
  ])('%s', (_, job) => {
    expect(hasOnlyStopped(job)).toBe(true)
  })

  test.each<[string, QueuedJob]>([
    ['cancelled before it', recreation(['canceled', 'canceled', 'canceled', 'canceled'])],
    ['the shutdown failed', recreation(['error', 'error', 'error', 'error'])],
    ['disks are being made', recreation(['success', 'running', 'queued', 'queued'])],
    ['disks were made', recreation(['success', 'success', 'canceled', 'canceled'])],
    ['making disks failed', recreation(['success', 'error', 'error', 'error'])],
    ['a job of others', { ...STOPPED, repair: undefined }],
    ['a shutdown and nothing else', recreation(['success'])],
    [
      'a rest of a re-creation, without disks',
      { ...STOPPED, opcodes: STOPPED.opcodes.filter(({ opId }) => opId !== 'OP_INSTANCE_RECREATE_DISKS') },
    ],
    [
      'something that succeeded, but no shutdown',
      { ...STOPPED, opcodes: [DELAY, ...STOPPED.opcodes.slice(1)] },
    ],
  ])('not: %s', (_, job) => {
    expect(hasOnlyStopped(job)).toBe(false)
  })
})

const record = (but: Partial<RepairRecord> = {}) =>
  tagged({
    type: 'reinstall',
    id: 'ID',
    timeSeconds: BigInt(NOW - 300),
    result: 'enoperm',
    jobs: ['7'],
    ...but,
  }).tag

test.each<[string, Partial<RepairRecord>, 'withdrawn' | 'over' | 'failures']>([
  ['one that was not permitted and has a job', {}, 'withdrawn'],
  ['one that was not permitted, without a job', { jobs: [] }, 'over'],
  ['with two jobs', { jobs: ['7', '8'] }, 'over'],
  ['another repair', { type: 'failover' }, 'over'],
  ['one that succeeded', { result: 'success' }, 'over'],
  ['one that failed', { result: 'failure' }, 'failures'],
])('in the history: %s', (_, but, place) => {
  const history = readHistory([record(but)])
  for (const name of ['withdrawn', 'over', 'failures'] as const)
    expect(history[name]).toHaveLength(name === place ? 1 : 0)
})

describe('what follows', () => {
  // It was stopped by the job, and its node is back.
  const but = {
    diskTemplate: 'plain',
    secondary: undefined,
    adminState: 'down',
    status: 'ADMIN_down',
    mtimeSeconds: NOW - 302,
  } as const
  const decision = (job: QueuedJob | undefined, tags: readonly string[] = [record()]) =>
    decisionOn({ ...but, tags }, { queue: job ? [job] : [] })
  const START = 'reinstall: STARTUP [recreation-unfinished]'

  test.each<[string, QueuedJob | undefined, string]>([
    ['its job shows it: the instance is started', STOPPED, START],
    ['its job is gone: a human has to look', undefined, 'repair-failed [job-gone]'],
    [
      'its job did more: a human has to look',
      recreation(['success', 'success', 'canceled', 'canceled']),
      'repair-failed [had-begun]',
    ],
    [
      'its job was not cancelled: a human has to look',
      { ...STOPPED, status: 'error' },
      'repair-failed [had-begun]',
    ],
    [
      'its job is another repair: the tag tells nothing',
      { ...STOPPED, repair: { type: 'reinstall', id: 'X' } },
      'healthy [nodes-fine]',
    ],
  ])('%s', (_, job, expected) => {
    expect(inShort(decision(job))).toBe(expected)
  })

  test('where its job is gone, what the tag says is told', () => {
    expect(decision(undefined).reason).toMatchObject({ code: 'job-gone', result: 'enoperm' })
  })

  test('a success since then makes it old, one before does not', () => {
    const success = (secondsAgo: number) =>
      record({ id: 'S', timeSeconds: BigInt(NOW - secondsAgo), result: 'success', jobs: ['9'] })
    expect(inShort(decision(STOPPED, [record(), success(299)]))).toBe('healthy [nodes-fine]')
    for (const secondsAgo of [300, 301])
      expect(inShort(decision(STOPPED, [record(), success(secondsAgo)]))).toBe(START)
  })

  test('one that runs again is well, and the tag goes', () => {
    const { state, action } = decisionOn(
      { ...but, adminState: 'up', status: 'running', tags: [record()] },
      { queue: [STOPPED] },
    )
    expect(state).toBe('healthy')
    expect(action).toStrictEqual({ kind: 'retag', add: undefined, remove: [record()] })
  })
})
