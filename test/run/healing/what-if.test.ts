import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { Node } from '../../../src/cluster/node.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { decisionOf } from '../../../src/planner/healing/decision-of.ts'
import type { QueuedJob } from '../../../src/planner/queue.ts'
import type { Reason, RoomNeed } from '../../../src/planner/reason.ts'
import {
  isNoLongerDue,
  isStale as isStaleOn,
  isUndue,
  whatIfWithout,
} from '../../../src/run/healing/what-if.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aJob, anOpcode, aPlanInput, aRoomyNode, NOW } from '../../builders/plan.ts'

const NODES = ['n1', 'n2', 'n3'].map(name => aRoomyNode(name))
const isStale = (job: QueuedJob, decision: HealingDecision | undefined, nodes: readonly Node[] = NODES) =>
  isStaleOn(job, decision, { nodes: new Map(nodes.map(node => [node.name, node])) })

const recreation = aJob('7', {
  status: 'waiting',
  opcodes: ['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP'].map(name => anOpcode(name, 'queued')),
})
const failover = aJob('8', { status: 'waiting', opcodes: [anOpcode('FAILOVER', 'waiting')] })
const because = (reason: Reason) => decisionOf('i1', 'needs-repair', reason)
const noRoom = (need: RoomNeed) => because({ code: 'no-room', need, group: 'default', leftOut: 0 })

describe('a re-creation that has not begun is not due any more', () => {
  test.each<[string, Reason]>([
    [
      'moving it would stop it for too long',
      { code: 'stop-too-long', node: 'n1', estimateSeconds: 9, maxStopSeconds: 1 },
    ],
    ['its user has shut it down', { code: 'user-down', node: 'n1' }],
    ['it runs although it is marked down', { code: 'runs-unwanted', node: 'n1' }],
    ['it runs on another node', { code: 'wrong-node', node: 'n1' }],
    ['somebody else has to do with it', { code: 'busy', job: '9', opId: 'OP_INSTANCE_STARTUP' }],
    ['a copy is older', { code: 'copy-behind', offline: 'n1', behind: 'n2', since: 'failover', job: '7' }],
    ['a copy is on a drained node', { code: 'copy-on-drained-node', offline: 'n1', drained: 'n2' }],
  ])('where %s', (_, reason) => {
    expect(isNoLongerDue(recreation, because(reason))).toBe(true)
    expect(isStale(recreation, because(reason))).toBe(true)
    expect(isStale(failover, because(reason))).toBe(false)
  })

  test('where a gentler repair has no room', () => {
    const memory = { kind: 'memory', node: 'n2', neededMiB: 2048, freeMiB: 1024 } as const
    for (const need of [{ kind: 'node' }, { kind: 'secondary' }, memory] as const)
      expect(isStale(recreation, noRoom(need))).toBe(true)
  })
})

test('a re-creation that would wait now is cancelled, and is due all the same', () => {
  const settling = { code: 'settling', node: 'n1', untilSeconds: 9, settleSeconds: 600 } as const
  expect(isStale(recreation, because(settling))).toBe(true)
  expect(isNoLongerDue(recreation, because(settling))).toBe(false)
  expect(isStale(failover, because(settling))).toBe(false)
})

test('a re-creation goes on that would itself have no room', () => {
  expect(isStale(recreation, noRoom({ kind: 'disks', copies: 1 }))).toBe(false)
})

test('a job that is about to write a tag hides nothing of what would be decided', () => {
  const tagging = aJob('9', {
    status: 'queued',
    opcodes: [{ ...anOpcode('X', 'queued'), opId: 'OP_TAGS_SET' }],
  })
  const without = (isBack: boolean, ...queue: QueuedJob[]) => {
    const nodes = [aRoomyNode('n1', { offline: true }), aRoomyNode('n2', { offline: !isBack })]
    const instances = [anInstance({ name: 'i1', primary: 'n1', secondary: 'n2' })]
    const input = aPlanInput({ nodes, instances, queue: [recreation, ...queue] })
    return whatIfWithout(input, new Set(['7'])).get('i1')
  }
  expect(isStale(recreation, without(true, tagging))).toBe(true)
  expect(isStale(recreation, without(false, tagging))).toBe(false)
  const starting = aJob('9', { status: 'queued', opcodes: [anOpcode('STARTUP', 'queued')] })
  expect(without(false, starting)?.reason.code).toBe('busy')
})

test('a pending tag of what has succeeded meanwhile hides nothing of what would be decided, and one of what failed does', () => {
  const replacing = aJob('8', { status: 'queued', opcodes: [anOpcode('REPLACE_DISKS', 'queued')] })
  const without = (status: 'success' | 'error' | 'running') => {
    const other = aJob('9', { status, opcodes: [anOpcode('REPLACE_DISKS', status)] })
    const tags = ['8', '9'].map(
      id => `ganeti:watcher:autorepair:pending:fix-storage:${id}:${NOW - 600}:${id}`,
    )
    const input = aPlanInput({ instances: [anInstance({ name: 'i1', tags })], queue: [replacing, other] })
    return isStale(replacing, whatIfWithout(input, new Set(['8'])).get('i1'))
  }
  expect(without('success')).toBe(true)
  expect(without('error')).toBe(false)
  expect(without('running')).toBe(false)
})

test('nor does one of what failed, where data would be given up', () => {
  const anew = { ...recreation, opcodes: recreation.opcodes.map(one => ({ ...one, instances: ['i1'] })) }
  const without = (status: 'error' | 'running', isOffline: boolean) => {
    const tags = ['7', '9'].map(id => `ganeti:watcher:autorepair:pending:reinstall:${id}:${NOW - 600}:${id}`)
    const instances = [anInstance({ name: 'i1', diskTemplate: 'plain', secondary: undefined, tags })]
    const other = aJob('9', { status, opcodes: [anOpcode('RECREATE_DISKS', status)] })
    const nodes = [aRoomyNode('n1', { offline: isOffline })]
    const input = aPlanInput({ instances, nodes, queue: [anew, other] })
    return isStale(anew, whatIfWithout(input, new Set(['7'])).get('i1'))
  }
  expect(without('error', false)).toBe(true)
  expect(without('error', true)).toBe(false)
  expect(without('running', false)).toBe(false)
})

describe('a repair that has not begun makes way for what is due now', () => {
  const offline = aRoomyNode('n1', { offline: true })
  const decided = (nodes: readonly Node[], instance: Partial<Instance> = {}) => {
    const instances = [anInstance({ name: 'i1', primary: 'n1', secondary: 'n2', ...instance })]
    return whatIfWithout(aPlanInput({ nodes, instances }), new Set()).get('i1')
  }
  const queued = (...names: string[]) =>
    aJob('8', { status: 'queued', opcodes: names.map(name => anOpcode(name, 'queued')) })
  const anew = { diskTemplate: 'plain', secondary: undefined } as const

  test.each<[string, QueuedJob, HealingDecision | undefined]>([
    ['a new secondary, and the primary dies', queued('REPLACE_DISKS'), decided([offline])],
    ['a failover, and the node is only drained', failover, decided([aRoomyNode('n1', { drained: true })])],
    [
      'a re-creation with a start, and the owner stops it',
      recreation,
      decided([offline], { ...anew, adminState: 'down' }),
    ],
    [
      'a re-creation without a start, and the owner starts it',
      queued('RECREATE_DISKS', 'REINSTALL'),
      decided([offline], anew),
    ],
  ])('%s', (_, job, decision) => {
    expect(decision?.action.kind).toBe('repair')
    expect(isStale(job, decision)).toBe(true)
    expect(isUndue(job, decision)).toBe(false)
    expect(isNoLongerDue(job, decision)).toBe(false)
  })

  test.each<[string, QueuedJob, HealingDecision | undefined]>([
    ['the same', failover, decided([offline])],
    [
      'the same, with what changes nothing before it',
      queued('ACTIVATE_DISKS', 'FAILOVER'),
      decided([offline]),
    ],
    [
      'something else, but it has begun',
      aJob('8', { status: 'running', opcodes: [anOpcode('REPLACE_DISKS', 'running')] }),
      decided([offline]),
    ],
    ['what may not be begun', queued('REPLACE_DISKS'), because({ code: 'node-silent', node: 'n1' })],
  ])('not for: %s', (_, job, decision) => {
    expect(isStale(job, decision)).toBe(false)
  })
})

describe('a repair that has not begun, to a node that is out of service by now, is cancelled', () => {
  const waiting = { opId: 'OP_INSTANCE_REPLACE_DISKS', nodes: ['n3'] } as const
  const replacing = (status: 'queued' | 'running') =>
    aJob('8', { status, opcodes: [{ ...anOpcode('REPLACE_DISKS', status), ...waiting }] })
  const [n1, n2] = [aRoomyNode('n1'), aRoomyNode('n2', { offline: true })]
  const instances = [anInstance({ name: 'i1', primary: 'n1', secondary: 'n2' })]
  const staleWith = (third: readonly Node[], job: QueuedJob, reason?: Reason) => {
    const nodes = [n1, n2, aRoomyNode('n4'), ...third]
    const due = whatIfWithout(aPlanInput({ nodes, instances }), new Set()).get('i1')
    expect(due?.action.kind).toBe('repair')
    return isStale(job, reason ? because(reason) : due, nodes)
  }

  test.each<[string, readonly Node[]]>([
    ['offline', [aRoomyNode('n3', { offline: true })]],
    ['drained', [aRoomyNode('n3', { drained: true })]],
    ['not to hold instances', [aRoomyNode('n3', { vmCapable: false })]],
    ['removed', []],
  ])('%s', (_, third) => {
    expect(staleWith(third, replacing('queued'))).toBe(true)
    expect(staleWith(third, replacing('queued'), noRoom({ kind: 'secondary' }).reason)).toBe(true)
  })

  test('not where it is in service, nor what has begun, nor where nothing may be begun', () => {
    const gone = [aRoomyNode('n3', { offline: true })]
    expect(staleWith([aRoomyNode('n3')], replacing('queued'))).toBe(false)
    expect(staleWith(gone, replacing('running'))).toBe(false)
    expect(staleWith(gone, replacing('queued'), { code: 'node-silent', node: 'n1' })).toBe(false)
  })
})
