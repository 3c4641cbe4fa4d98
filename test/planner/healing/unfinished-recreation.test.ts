import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import {
  aFailure,
  aJob,
  anOpcode,
  aRoomyNode,
  decisionOn,
  inShort,
  NOW,
  type PlanParts,
} from '../../builders/plan.ts'
import {
  DISKS_FAILED,
  decisionAfter,
  failed,
  LEFT,
  n1Offline,
  recreation,
  START_FAILED,
  SYSTEM_FAILED,
  untried,
} from './half-made.ts'

describe('its disks were not made', () => {
  test('although it was put on the new node: the whole job again, on another node', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED))
    expect(inShort(decision)).toBe(
      'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [recreation-unfinished]',
    )
    expect(decision.action).toMatchObject({ isDestructive: true, supersedes: [] })
    expect(JSON.stringify(decision.action)).not.toContain('"n3"')
  })

  test('its old node is back, and Ganeti looks for its disks on the new one: a human has to bring them together', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED), {}, {}, ['n1'])
    expect(decision.state).toBe('repair-failed')
    expect(decision.reason).toMatchObject({
      code: 'changed-since',
      what: 'n1, which had its disks, is back in service, while Ganeti looks for them on n3',
    })
  })

  test('its old node is still dead: the whole job again, which says where the disks were, and not where they were tried', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED), {}, { nodes: [n1Offline] }, ['n1'])
    expect(decision.action).toMatchObject({ isDestructive: true, from: ['n1'] })
    const first = decisionOn({ diskTemplate: 'plain', secondary: undefined }, { nodes: [n1Offline] })
    expect(first.action).toMatchObject({ isDestructive: true, from: ['n1'] })
    const untold = decisionAfter(recreation(DISKS_FAILED), {}, { nodes: [n1Offline] })
    expect(untold.action).toMatchObject({ isDestructive: true, from: undefined })
  })

  test('the third attempt failed where the disks had been: it is on its old data again, and only started', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED), {}, {}, ['n3'])
    expect(inShort(decision)).toBe('reinstall: STARTUP [recreation-unfinished]')
    expect(decision.action).toMatchObject({ isDestructive: false })
  })

  test('nothing else was to be started: nor is it now', () => {
    const [, recreate, reinstall] = recreation(DISKS_FAILED)
    const opcodes = [recreate, reinstall].flatMap(one => one ?? [])
    expect(inShort(decisionAfter(opcodes))).toBe(
      'reinstall: RECREATE_DISKS REINSTALL [recreation-unfinished]',
    )
  })

  test('and its old node is still dead: the whole job again, as an instance that was up although it is marked down', () => {
    const decision = decisionAfter(
      recreation(DISKS_FAILED),
      { primary: 'n1', status: 'ERROR_nodeoffline' },
      { nodes: [n1Offline] },
    )
    expect(inShort(decision)).toBe(
      'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [recreation-unfinished]',
    )
    expect(JSON.stringify(decision.action)).not.toContain('"n3"')
  })

  test('and its old node is back with the data: it is only started', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED), { primary: 'n1' })
    expect(inShort(decision)).toBe('reinstall: STARTUP [recreation-unfinished]')
    expect(decision.action).toMatchObject({ isDestructive: false })
  })

  test('and its old node is back, and it runs again: well, and the failure is forgotten', () => {
    const decision = decisionAfter(recreation(DISKS_FAILED), {
      primary: 'n1',
      adminState: 'up',
      status: 'running',
    })
    expect(inShort(decision)).toBe('healthy [nodes-fine]')
    expect(decision.action).toMatchObject({
      kind: 'retag',
      add: undefined,
      remove: [expect.stringContaining(':failure:')],
    })
  })

  test('and one of its two old nodes is back: it is failed over there and started, though it is marked down', () => {
    const drbd = {
      diskTemplate: 'drbd',
      primary: 'n1',
      secondary: 'n2',
      status: 'ERROR_nodeoffline',
    } as const
    const decision = decisionAfter(recreation(DISKS_FAILED, ['n3', 'n4']), drbd, { nodes: [n1Offline] })
    expect(inShort(decision)).toBe('failover: FAILOVER STARTUP [primary-offline]')
  })

  test('no other node has room: nothing is begun', () => {
    const full = ['n1', 'n2', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { diskFreeMiB: 10 }))
    expect(inShort(decisionAfter(recreation(DISKS_FAILED), {}, { nodes: full }))).toBe(
      'needs-repair [no-room]',
    )
  })

  test('not even SHUTDOWN succeeded, and it is still marked up: the whole job again', () => {
    const opcodes = recreation([failed, untried, untried, untried])
    const but = { primary: 'n1', adminState: 'up', status: 'ERROR_nodeoffline' } as const
    expect(inShort(decisionAfter(opcodes, but, { nodes: [n1Offline] }))).toContain('SHUTDOWN RECREATE_DISKS')
  })
})

describe('its disks were made, and are blank', () => {
  test('the system and the start, never the disks again', () => {
    expect(inShort(decisionAfter(recreation(SYSTEM_FAILED)))).toBe(
      'reinstall: REINSTALL STARTUP [recreation-unfinished]',
    )
  })

  test('it was stopped before: the system alone', () => {
    const opcodes = recreation(SYSTEM_FAILED).slice(1, 3)
    expect(inShort(decisionAfter(opcodes))).toBe('reinstall: REINSTALL [recreation-unfinished]')
  })

  test('and their node is dead again: the whole job on other nodes, since nothing is lost', () => {
    const decision = decisionAfter(
      recreation(SYSTEM_FAILED),
      { status: 'ERROR_nodeoffline' },
      { nodes: [aRoomyNode('n3', { offline: true })] },
    )
    expect(inShort(decision)).toBe(
      'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [recreation-unfinished]',
    )
  })

  test('and one of their two nodes is dead again: the other has nothing worth a failover', () => {
    const drbd = { diskTemplate: 'drbd', primary: 'n3', secondary: 'n4' } as const
    const decision = decisionAfter(recreation(SYSTEM_FAILED, ['n3', 'n4']), drbd, {
      nodes: [aRoomyNode('n3', { offline: true })],
    })
    expect(inShort(decision)).toContain('SHUTDOWN RECREATE_DISKS')
    expect(JSON.stringify(decision.action)).not.toMatch(/"n[34]"/)
  })

  test('a second job that was only to install it failed, too: the same, on the nodes of the first', () => {
    const first = aFailure('reinstall', recreation(SYSTEM_FAILED), { id: 'A', job: '7', secondsAgo: 5000 })
    const second = aFailure('reinstall', [anOpcode('REINSTALL', failed), anOpcode('STARTUP', untried)], {
      id: 'B',
      job: '9',
      secondsAgo: 4000,
    })
    const instance = { ...LEFT, tags: [first.tag, second.tag], mtimeSeconds: NOW - 4001 }
    const queue = [first.job, second.job]
    expect(inShort(decisionOn(instance, { queue }))).toBe(
      'reinstall: REINSTALL STARTUP [recreation-unfinished]',
    )
    expect(inShort(decisionOn({ ...instance, primary: 'n4' }, { queue }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test('its job is in the archive, as may be those of an admin who has restored a backup: a human has to look', () => {
    const { job, tag } = aFailure('reinstall', recreation(SYSTEM_FAILED))
    const archived = new Map([[job.id, job]])
    const but = { ...LEFT, mtimeSeconds: NOW - 400, tags: [tag] }
    expect(inShort(decisionOn(but, { archived }))).toBe('repair-failed [changed-since]')
    expect(inShort(decisionOn(but, { queue: [job] }))).toContain('REINSTALL STARTUP')
  })
})

describe('only the start failed', () => {
  test('it is started', () => {
    const decision = decisionAfter(recreation(START_FAILED), { adminState: 'up', status: 'ERROR_down' })
    expect(inShort(decision)).toBe('reinstall: STARTUP [recreation-unfinished]')
    expect(decision.action).toMatchObject({ isDestructive: false })
  })

  test('it runs: well, and the failure is forgotten', () => {
    const decision = decisionAfter(recreation(START_FAILED), { adminState: 'up', status: 'running' })
    expect(inShort(decision)).toBe('healthy [nodes-fine]')
    expect(decision.action).toMatchObject({ kind: 'retag' })
  })

  test('the node has not the memory to start it: it waits', () => {
    const nodes = [aRoomyNode('n3', {}, { memoryFreeMiB: 100 })]
    expect(inShort(decisionAfter(recreation(START_FAILED), {}, { nodes }))).toBe('needs-repair [no-room]')
  })

  test('its new primary is dead, and the copy is not: it is failed over and started', () => {
    const drbd = { diskTemplate: 'drbd', primary: 'n3', secondary: 'n4' } as const
    const nodes = [aRoomyNode('n3', { offline: true })]
    const opcodes = recreation(START_FAILED, ['n3', 'n4'])
    expect(inShort(decisionAfter(opcodes, drbd, { nodes }))).toBe(
      'failover: FAILOVER STARTUP [primary-offline]',
    )
    expect(inShort(decisionAfter(opcodes, { ...drbd, adminState: 'up' }, { nodes }))).toBe(
      'failover: FAILOVER [primary-offline]',
    )
  })

  test('all its new nodes are dead: the whole job, to be started at the end', () => {
    const nodes = [aRoomyNode('n3', { offline: true })]
    expect(inShort(decisionAfter(recreation(START_FAILED), {}, { nodes }))).toContain('REINSTALL STARTUP')
  })
})

describe('what writes to its disks runs only where nothing has touched it since', () => {
  const foreign = (id: string, but: Partial<QueuedJob> = {}) =>
    aJob(id, { endedSeconds: NOW - 100, opcodes: [anOpcode('STARTUP', 'success')], ...but })
  const stages = [
    ['disks', DISKS_FAILED],
    ['system', SYSTEM_FAILED],
  ] as const

  test.each(stages)('%s: another job that ended later names it', (_, ends) => {
    expect(inShort(decisionAfter(recreation(ends), {}, { queue: [foreign('9')] }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test.each(stages)('%s: another job on it is not over', (_, ends) => {
    const queue = [foreign('9', { status: 'running', endedSeconds: undefined })]
    expect(inShort(decisionAfter(recreation(ends), {}, { queue }))).toBe('repair-failed [changed-since]')
  })

  test.each(stages)('%s: its configuration was changed after our last tag', (_, ends) => {
    expect(inShort(decisionAfter(recreation(ends), { mtimeSeconds: NOW - 298 }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test.each(stages)('%s: nobody knows when its configuration was changed', (_, ends) => {
    expect(inShort(decisionAfter(recreation(ends), { mtimeSeconds: undefined }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test.each(stages)('%s: it is marked up again', (_, ends) => {
    expect(inShort(decisionAfter(recreation(ends), { adminState: 'up' }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test('system: it is on another node', () => {
    expect(inShort(decisionAfter(recreation(SYSTEM_FAILED), { primary: 'n4' }))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test('system: its two nodes have changed their parts', () => {
    const drbd = { diskTemplate: 'drbd', primary: 'n4', secondary: 'n3' } as const
    expect(inShort(decisionAfter(recreation(SYSTEM_FAILED, ['n3', 'n4']), drbd))).toBe(
      'repair-failed [changed-since]',
    )
  })

  test('other jobs that ended before, only look, or only set tags do not count', () => {
    const queue = [
      foreign('5', { endedSeconds: NOW - 302 }),
      foreign('10', { opcodes: [anOpcode('QUERY_DATA', 'success')] }),
      foreign('11', { opcodes: [anOpcode('TAGS_SET', 'success', { tags: ['blue'] })] }),
      foreign('12', { opcodes: [anOpcode('STARTUP', 'success', { instances: ['i2'] })] }),
    ]
    expect(
      inShort(decisionAfter(recreation(SYSTEM_FAILED), { mtimeSeconds: NOW - 100 }, { queue })),
    ).toContain('REINSTALL')
  })

  test.each([
    ['its disks were not made, and its node is back', DISKS_FAILED, { primary: 'n1' }],
    ['only the start failed', START_FAILED, {}],
  ])('%s: an admin who works on it may want it down, but it is not called well', (_, ends, but) => {
    const left = (changes: Partial<Instance>, parts: PlanParts = {}) =>
      inShort(decisionAfter(recreation(ends), { ...but, ...changes }, parts))
    expect(left({}, { queue: [foreign('9')] })).toBe('repair-failed [changed-since]')
    expect(left({ mtimeSeconds: NOW - 100 })).toBe('repair-failed [changed-since]')
    expect(left({})).toBe('reinstall: STARTUP [recreation-unfinished]')
  })
})

test('one that its admin has marked offline is left alone', () => {
  const but = { adminState: 'offline', status: 'ADMIN_offline' } as const
  expect(decisionAfter(recreation(SYSTEM_FAILED), but).action).toStrictEqual({ kind: 'none' })
})

test('a node that does not answer: nothing is begun', () => {
  const nodes = [aRoomyNode('n3', { silence: 'no data' })]
  expect(inShort(decisionAfter(recreation(SYSTEM_FAILED), {}, { nodes }))).toBe('needs-repair [node-silent]')
})

test('a job whose process died tells nothing of how far it came: a human has to look', () => {
  const error = { errorClass: '', code: undefined, text: 'detected death of job 7' }
  const opcodes = recreation([failed, failed, failed, failed]).map(opcode => ({ ...opcode, error }))
  expect(inShort(decisionAfter(opcodes))).toBe('repair-failed [died]')
})
