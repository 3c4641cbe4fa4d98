import { describe, expect, test } from 'vitest'
import type { Instance } from '../../src/cluster/instance.ts'
import { failover, replaceSecondary } from '../../src/cluster/opcode.ts'
import type { Snapshot } from '../../src/cluster/snapshot.ts'
import type { Action, Decision } from '../../src/planner/decision.ts'
import { type Claim, place, placedOpcodes } from '../../src/planner/place.ts'
import { recreationOpcodes } from '../../src/planner/recreation.ts'
import { aNode, anInstance, aSnapshot } from '../builders/cluster.ts'

const free = (name: string, memoryFreeMiB: number) =>
  aNode(name, {
    resources: { memoryTotalMiB: 0, memoryOfNodeMiB: 0, memoryFreeMiB, diskTotalMiB: 0, diskFreeMiB: 99999 },
  })

const plain = (name: string) =>
  anInstance({ name, diskTemplate: 'plain', secondary: undefined, memoryMiB: 1000, diskUsageMiB: 10 })

const decided = (instance: string, action: Action): Decision => ({
  instance,
  state: 'needs-repair',
  reason: { code: 'all-copies-offline', nodes: ['n1'] },
  action,
})

const recreation = (copies: 1 | 2): Action => ({
  kind: 'repair',
  type: 'reinstall',
  remedy: { kind: 're-create', copies },
})
const failoverOf = (name: string): Action => ({
  kind: 'repair',
  type: 'failover',
  remedy: { kind: 'opcodes', opcodes: [failover(name)] },
})

const placeAll = (decisions: readonly Decision[], snapshot: Snapshot) => place(decisions, snapshot, [])

function snapshotOf(instances: readonly Instance[], ...nodes: readonly ReturnType<typeof free>[]) {
  return aSnapshot({ nodes: [aNode('n1', { offline: true }), ...nodes], instances })
}

/** The nodes of each decision's re-creation, or what else it is. */
function nodesOf(decisions: readonly Decision[]) {
  return decisions.map(({ action, reason }) => {
    if (action.kind !== 'repair') return reason.code
    const opcode = placedOpcodes(action.remedy).find(({ OP_ID }) => OP_ID === 'OP_INSTANCE_RECREATE_DISKS')
    return opcode ? opcode['nodes'] : action.type
  })
}

describe('place', () => {
  test('gives a re-creation its nodes and leaves the rest of the decision', () => {
    const instance = anInstance({ adminState: 'down' })
    const decision = decided('i1', recreation(2))
    const [placed] = placeAll([decision], snapshotOf([instance], free('n3', 5000), free('n4', 6000)))
    const opcodes = recreationOpcodes('i1', ['n4', 'n3'], 'down')
    expect(placed).toStrictEqual({
      ...decision,
      action: { kind: 'repair', type: 'reinstall', remedy: { kind: 'opcodes', opcodes } },
    })
    expect(Object.isFrozen(placed)).toBe(true)
  })

  test('an instance that was up is started again', () => {
    const [placed] = placeAll([decided('i1', recreation(1))], snapshotOf([plain('i1')], free('n3', 5000)))
    expect(placed?.action.kind === 'repair' && placedOpcodes(placed.action.remedy)).toStrictEqual(
      recreationOpcodes('i1', ['n3'], 'up'),
    )
  })

  test('begins nothing where there is no room, and says so', () => {
    const decision = decided('i1', recreation(2))
    expect(placeAll([decision], snapshotOf([anInstance()], free('n3', 5000)))).toStrictEqual([
      { ...decision, reason: { code: 'no-room', copies: 2, group: 'group-g1' }, action: { kind: 'none' } },
    ])
  })

  test('gives no room away twice, and goes in the order of the decisions', () => {
    const snapshot = snapshotOf([plain('i1'), plain('i2'), plain('i3')], free('n3', 2500), free('n4', 1100))
    const decisions = ['i3', 'i1', 'i2'].map(name => decided(name, recreation(1)))
    expect(nodesOf(placeAll(decisions, snapshot))).toStrictEqual([['n3'], ['n3'], ['n4']])
    expect(nodesOf(placeAll([...decisions, decided('i1', recreation(1))], snapshot)).at(-1)).toBe('no-room')
  })

  test('sets aside what failovers need, also those that come later', () => {
    const failing = anInstance({ name: 'i9', secondary: 'n3', memoryMiB: 1600 })
    const snapshot = snapshotOf([plain('i1'), failing], free('n3', 2500), free('n4', 1100))
    const decisions = [decided('i1', recreation(1)), decided('i9', failoverOf('i9'))]
    expect(nodesOf(placeAll(decisions, snapshot))).toStrictEqual([['n4'], 'failover'])
    expect(nodesOf(placeAll(decisions.slice(0, 1), snapshot))).toStrictEqual([['n3']])
  })

  test('sets aside what repairs of earlier runs have claimed', () => {
    const failing = anInstance({ name: 'i9', secondary: 'n3', memoryMiB: 1600 })
    const nodes = [free('n3', 2500), free('n4', 1100)]
    const snapshot = snapshotOf([plain('i1'), plain('i2'), failing], ...nodes)
    const decisions = [decided('i1', recreation(1))]
    const placedWith = (...claims: Claim[]) => nodesOf(place(decisions, snapshot, claims))
    expect(placedWith({ instance: 'i9', nodes: undefined })).toStrictEqual([['n4']])
    expect(placedWith({ instance: 'i9', nodes: ['n3', 'n5'] })).toStrictEqual([['n4']])
    expect(placedWith({ instance: 'i9', nodes: ['n4', 'n3'] })).toStrictEqual([['n3']])
    expect(placedWith({ instance: 'gone', nodes: ['n3'] })).toStrictEqual([['n3']])
  })

  test('a repair that starts nothing needs no memory', () => {
    const second = anInstance({ name: 'i9', secondary: 'n3', memoryMiB: 1600 })
    const snapshot = snapshotOf([plain('i1'), second], free('n3', 2500), free('n4', 1100))
    const replacement: Action = {
      kind: 'repair',
      type: 'fix-storage',
      remedy: { kind: 'opcodes', opcodes: [replaceSecondary('i9')] },
    }
    const decisions = [decided('i9', replacement), decided('i1', recreation(1))]
    expect(nodesOf(placeAll(decisions, snapshot))).toStrictEqual(['fix-storage', ['n3']])
  })

  test('changes no other decision', () => {
    const decisions = [
      decided('i9', failoverOf('i9')),
      decided('i2', { kind: 'none' }),
      decided('i3', { kind: 'keep-off' }),
      decided('i4', { kind: 'refuse', type: 'reinstall', upTo: 'failover' }),
    ]
    const snapshot = snapshotOf([plain('i1')], free('n3', 5000))
    expect(placeAll(decisions, snapshot)).toStrictEqual(decisions)
    expect(placeAll([...decisions, decided('i1', recreation(1))], snapshot).slice(0, 4)).toStrictEqual(
      decisions,
    )
  })
})

test('opcodes without chosen nodes never reach a run', () => {
  expect(() => placedOpcodes({ kind: 're-create', copies: 1 })).toThrow(
    new TypeError('a re-creation reached the run before nodes were chosen for it'),
  )
})
