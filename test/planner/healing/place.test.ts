import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import type { Opcode } from '../../../src/cluster/opcode.ts'
import type { HealingDecision } from '../../../src/planner/healing/decision.ts'
import { plan } from '../../../src/planner/healing/plan.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aJob, anOpcode, aPlanInput, aRoomyNode, inShort, type PlanParts } from '../../builders/plan.ts'

const dead = (name: string) => aRoomyNode(name, { offline: true })
const drained = (name: string) => aRoomyNode(name, { drained: true })
const PLAIN = { diskTemplate: 'plain', secondary: undefined, memoryMiB: 1024, diskUsageMiB: 1024 } as const
const RBD = { diskTemplate: 'rbd', secondary: undefined } as const

function decisions(
  instances: readonly Partial<Instance>[],
  parts: PlanParts = {},
): readonly HealingDecision[] {
  const all = instances.map((but, index) => anInstance({ name: `i${index + 1}`, ...but }))
  return plan(aPlanInput({ instances: all, ...parts }))
}

/** The opcode of that name of each decision, or the decision in short where there is none. */
function opcodes(list: readonly HealingDecision[], name: string): readonly (Opcode | string)[] {
  return list.map(decision => {
    const { action } = decision
    const found =
      action.kind === 'repair'
        ? action.opcodes.find(({ OP_ID }) => OP_ID === `OP_INSTANCE_${name}`)
        : undefined
    return found ?? inShort(decision)
  })
}

const nodesOf = (list: readonly HealingDecision[]) =>
  opcodes(list, 'RECREATE_DISKS').map(one => (typeof one === 'string' ? one : one['nodes']))

describe('re-creations', () => {
  test('each on the roomiest nodes of its group, net of what went before', () => {
    const nodes = [
      dead('n1'),
      aRoomyNode('n2', {}, { memoryFreeMiB: 3000 }),
      aRoomyNode('n3', {}, { memoryFreeMiB: 2500 }),
      aRoomyNode('n4', { groupUuid: 'g2' }),
      aRoomyNode('n5', {}, { memoryFreeMiB: 100 }),
    ]
    const list = decisions([PLAIN, PLAIN, PLAIN, PLAIN, PLAIN], { nodes })
    expect(nodesOf(list)).toStrictEqual([['n2'], ['n3'], ['n2'], ['n3'], 'needs-repair [no-room]'])
  })

  test('drbd on two nodes, the primary first', () => {
    const nodes = [dead('n1'), dead('n2'), aRoomyNode('n4', {}, { memoryFreeMiB: 9000 })]
    expect(nodesOf(decisions([{}], { nodes }))).toStrictEqual([['n4', 'n3']])
  })

  test('one node with room is not enough for drbd', () => {
    const full = ['n3', 'n4'].map(name => aRoomyNode(name, {}, { diskFreeMiB: 1152 }))
    const list = decisions([{}], { nodes: [dead('n1'), dead('n2'), ...full] })
    expect(list[0]?.reason).toStrictEqual({
      code: 'no-room',
      need: { kind: 'disks', copies: 2 },
      group: 'group-g1',
      leftOut: 0,
    })
  })

  test.each([
    ['drained', aRoomyNode('n3', { drained: true })],
    ['not able to hold instances', aRoomyNode('n3', { vmCapable: false })],
    ['silent', aRoomyNode('n3', { silence: 'no data' })],
    ['without a byte more than is needed', aRoomyNode('n3', {}, { diskFreeMiB: 1024 })],
    ['without memory', aRoomyNode('n3', {}, { memoryFreeMiB: 1024 })],
    ['of another group', aRoomyNode('n3', { groupUuid: 'g2' })],
  ])('not on a node that is %s', (_, n3) => {
    const nodes = [dead('n1'), drained('n2'), n3, drained('n4'), drained('n5')]
    expect(nodesOf(decisions([PLAIN], { nodes }))).toStrictEqual(['needs-repair [no-room]'])
  })

  test('a node that measures no storage can hold files', () => {
    const file = { ...PLAIN, diskTemplate: 'file' } as const
    const none = ['n2', 'n3', 'n4', 'n5'].map(name =>
      aRoomyNode(name, {}, { diskTotalMiB: 0, diskFreeMiB: 0 }),
    )
    expect(nodesOf(decisions([file], { nodes: [dead('n1'), ...none] }))).toStrictEqual([['n2']])
  })

  test('not two with the same exclusion tag on one node, nor beside one that is there', () => {
    const clusterTags = ['ganeti:watcher:autorepair:reinstall', 'htools:iextags:db']
    const one = { ...PLAIN, tags: ['db:1'] }
    const nodes = [dead('n1'), drained('n5')]
    const there = { ...one, primary: 'n2' }
    expect(nodesOf(decisions([one, one, one, there], { nodes, clusterTags }))).toStrictEqual([
      ['n3'],
      ['n4'],
      'needs-repair [no-room]',
      'healthy [nodes-fine]',
    ])
  })
})

describe('to the secondary', () => {
  const tight = (memoryFreeMiB: number) => ({ nodes: [dead('n1'), aRoomyNode('n2', {}, { memoryFreeMiB })] })

  test('only with the least memory that it needs', () => {
    const small = { memoryMiB: 1024, minMemoryMiB: 512 }
    expect(decisions([small], tight(512)).map(inShort)).toStrictEqual([
      'failover: FAILOVER [primary-offline]',
    ])
    const [decision] = decisions([small], tight(511))
    expect(decision?.reason).toMatchObject({
      need: { kind: 'memory', node: 'n2', neededMiB: 512, freeMiB: 511 },
    })
  })

  test('in order, as long as the memory lasts', () => {
    const list = decisions([{}, {}, {}], tight(2048))
    expect(list.map(inShort)).toStrictEqual([
      'failover: FAILOVER [primary-offline]',
      'failover: FAILOVER [primary-offline]',
      'needs-repair [no-room]',
    ])
  })

  test('one that is not started needs none', () => {
    expect(decisions([{ adminState: 'down' }], tight(0)).map(inShort)).toStrictEqual([
      'failover: FAILOVER [primary-offline]',
    ])
  })

  test('comes before what can go elsewhere, though it is later in the list', () => {
    const n2 = aRoomyNode('n2', {}, { memoryFreeMiB: 1500 })
    const others = ['n3', 'n4', 'n5'].map(drained)
    const list = decisions([PLAIN, {}], { nodes: [dead('n1'), n2, ...others] })
    expect(list.map(inShort)).toStrictEqual([
      'needs-repair [no-room]',
      'failover: FAILOVER [primary-offline]',
    ])
  })

  test('a node that says nothing of its memory is left to Ganeti', () => {
    const list = decisions([{}], { nodes: [dead('n1'), aRoomyNode('n2', { vmCapable: false })] })
    expect(list.map(inShort)).toStrictEqual(['failover: FAILOVER [primary-offline]'])
  })
})

describe('a new secondary', () => {
  test('is the node with most room on its disks, net of what went before, and asked for only where there is one', () => {
    const nodes = [dead('n2'), aRoomyNode('n4', {}, { diskFreeMiB: 104_000 })]
    expect(opcodes(decisions([{}, {}], { nodes }), 'REPLACE_DISKS')).toMatchObject([
      { remote_node: 'n4' },
      { remote_node: 'n4' },
    ])
    const tight = [dead('n2'), aRoomyNode('n4', {}, { diskFreeMiB: 103_000 })]
    expect(opcodes(decisions([{}, {}], { nodes: tight }), 'REPLACE_DISKS')).toMatchObject([
      { remote_node: 'n4' },
      { remote_node: 'n3' },
    ])
    const full = ['n3', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { diskFreeMiB: 1152 }))
    const [decision] = decisions([{}], { nodes: [dead('n2'), ...full] })
    expect(decision?.reason).toMatchObject({ code: 'no-room', need: { kind: 'secondary' } })
  })

  test('comes after the disks of one that should run and does not: its node may have been started just now', () => {
    const [decision] = decisions([{ status: 'ERROR_down' }], { nodes: [dead('n2')] })
    expect(decision?.action).toMatchObject({
      opcodes: [
        { OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', instance_name: 'i1' },
        { OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'i1', remote_node: 'n3' },
      ],
    })
    for (const status of ['running', 'ADMIN_down', 'USER_down'] as const)
      expect(decisions([{ status }], { nodes: [dead('n2')] }).map(inShort)).toEqual([
        'fix-storage: REPLACE_DISKS [secondary-offline]',
      ])
  })

  test('goes rather where there is the memory to run it, beside what else would come from its primary node', () => {
    const nodes = [
      dead('n2'),
      aRoomyNode('n3', {}, { memoryFreeMiB: 2100, diskFreeMiB: 300_000 }),
      aRoomyNode('n4', {}, { memoryFreeMiB: 1100, diskFreeMiB: 200_000 }),
      aRoomyNode('n5', {}, { memoryFreeMiB: 0, diskFreeMiB: 900_000 }),
    ]
    const one = { memoryMiB: 1024 }
    const chosen = (...list: Partial<Instance>[]) =>
      opcodes(decisions(list, { nodes }), 'REPLACE_DISKS').map(o =>
        typeof o === 'string' ? o : o['remote_node'],
      )
    expect(chosen(one, one, one, one)).toEqual(['n3', 'n3', 'n4', 'n5'])
    // One that is there for another node may come, or this one: not both at once.
    const there = { ...one, primary: 'n4', secondary: 'n3' }
    expect(chosen(one, one, there)).toEqual(['n3', 'n3', 'healthy [nodes-fine]'])
    const same = { ...one, secondary: 'n3' }
    expect(chosen(one, one, same)).toEqual(['n3', 'n4', 'healthy [nodes-fine]'])
    // What is not to run needs none.
    expect(chosen({ ...one, adminState: 'down', status: 'ADMIN_down' })).toEqual(['n5'])
  })

  test('goes where there is no memory, if there is none anywhere', () => {
    const full = ['n3', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { memoryFreeMiB: 0 }))
    expect(opcodes(decisions([{}], { nodes: [dead('n2'), ...full] }), 'REPLACE_DISKS')).toMatchObject([
      { remote_node: 'n3' },
    ])
  })

  test('is never left to hail, for which a job locks all nodes', () => {
    const nodes = [dead('n2'), drained('n1')]
    expect(JSON.stringify(decisions([{}, RBD, PLAIN], { nodes }))).not.toContain('iallocator')
  })
})

test.each([
  ['a new secondary', {}, dead('n2'), 'remote_node'],
  ['a re-creation', PLAIN, dead('n1'), 'nodes'],
  ['a move', PLAIN, drained('n1'), 'target_node'],
  ['a failover on shared storage', RBD, dead('n1'), 'target_node'],
] as const)('%s goes to a node that a copy keeps locked only where all others are', (_, but, node, key) => {
  const copying = aJob('9', {
    status: 'running',
    endedSeconds: undefined,
    opcodes: [anOpcode('MOVE', 'running', { instances: ['i2'], nodes: ['n4'] })],
    repair: undefined,
  })
  const roomiest = aRoomyNode('n4', {}, { memoryFreeMiB: 90_000, diskFreeMiB: 900_000 })
  const chosen = (nodes: readonly ReturnType<typeof dead>[], queue = [copying]) => {
    const [decision] = decisions([but, { ...PLAIN, primary: 'n6' }], { nodes, queue })
    const list = decision?.action.kind === 'repair' ? decision.action.opcodes : []
    return list.flatMap(opcode => opcode[key] ?? [])
  }
  const n6 = drained('n6')
  expect(chosen([node, roomiest, n6], [])).toEqual(['n4'])
  expect(chosen([node, roomiest, n6])).not.toEqual(['n4'])
  const others = ['n1', 'n2', 'n3', 'n5'].filter(name => name !== node.name)
  const kept = others.filter(name => key === 'remote_node' && name === 'n1')
  const drainedOthers = others.filter(name => !kept.includes(name)).map(drained)
  expect(chosen([node, roomiest, n6, ...drainedOthers])).toEqual(['n4'])
})

describe('on shared storage', () => {
  test('to the roomiest node, net of what went before', () => {
    const nodes = [dead('n1'), aRoomyNode('n4', {}, { memoryFreeMiB: 9000 })]
    expect(opcodes(decisions([RBD], { nodes }), 'FAILOVER')).toMatchObject([{ target_node: 'n4' }])
    const list = decisions([RBD, RBD], { nodes: [drained('n1'), ...nodes.slice(1)] })
    expect(opcodes(list, 'MIGRATE')).toMatchObject([
      { target_node: 'n4', allow_failover: false },
      { target_node: 'n2' },
    ])
  })

  test('without memory anywhere nothing is begun, but for one that is not started', () => {
    const full = ['n2', 'n3', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { memoryFreeMiB: 1024 }))
    const list = decisions([RBD, { ...RBD, adminState: 'down' }], { nodes: [dead('n1'), ...full] })
    expect(list.map(inShort)).toStrictEqual(['needs-repair [no-room]', 'failover: FAILOVER [shared-offline]'])
    expect(list[0]?.reason).toMatchObject({ need: { kind: 'node' } })
  })
})

test('a MOVE needs disk, and memory only if it is started again', () => {
  const full = ['n2', 'n3', 'n4', 'n5'].map(name => aRoomyNode(name, {}, { memoryFreeMiB: 1024 }))
  const stopped = { ...PLAIN, adminState: 'down', status: 'ADMIN_down' } as const
  const list = decisions([PLAIN, stopped], { nodes: [drained('n1'), ...full] })
  expect(opcodes(list, 'MOVE')).toMatchObject(['needs-repair [no-room]', { target_node: 'n2' }])
})

describe('what jobs in the queue will need', () => {
  const waiting = (...list: Parameters<typeof anOpcode>[]) =>
    aJob('9', {
      status: 'waiting',
      endedSeconds: undefined,
      opcodes: list.map(([name, status, but]) => anOpcode(name, status, { instances: ['i2'], ...but })),
      repair: { type: 'reinstall', id: 'X' },
    })
  // i1 has room on n2 alone, and only if i2 does not get there.
  const nodes = [
    dead('n1'),
    aRoomyNode('n2', {}, { memoryFreeMiB: 2000, diskFreeMiB: 2000 }),
    ...['n3', 'n4', 'n5'].map(drained),
  ]
  const i1 = (job: ReturnType<typeof waiting>, i2: Partial<Instance> = PLAIN) =>
    decisions([PLAIN, i2], { nodes, queue: [job] }).map(inShort)[0]
  const there = { nodes: ['n2'] }

  test.each([
    ['disks to be made', waiting(['RECREATE_DISKS', 'queued', there]), PLAIN],
    ['a move', waiting(['MOVE', 'queued', there]), { ...PLAIN, primary: 'n3' }],
    ['a failover to the secondary', waiting(['FAILOVER', 'queued']), { primary: 'n1', secondary: 'n2' }],
    ['a migration to a given node', waiting(['MIGRATE', 'queued', there]), { ...RBD, primary: 'n3' }],
    [
      'a start after disks that are made',
      waiting(['RECREATE_DISKS', 'success', there], ['STARTUP', 'queued']),
      { ...PLAIN, primary: 'n2' },
    ],
    ['a new secondary', waiting(['REPLACE_DISKS', 'queued', there]), { primary: 'n3', secondary: 'n4' }],
    [
      "a new secondary of hail's choice",
      waiting(['REPLACE_DISKS', 'queued']),
      { primary: 'n3', secondary: 'n4' },
    ],
  ])('%s', (_, job, i2) => {
    expect(i1(job, i2)).toBe('needs-repair [no-room]')
  })

  test.each([
    [
      'disks that are made, without a start',
      waiting(['RECREATE_DISKS', 'success', there], ['REINSTALL', 'queued']),
      PLAIN,
    ],
    [
      'an instance that is gone',
      waiting(['RECREATE_DISKS', 'queued', { ...there, instances: ['i9'] }]),
      PLAIN,
    ],
    ['a shutdown', waiting(['SHUTDOWN', 'queued']), PLAIN],
  ])('not %s', (_, job, i2) => {
    expect(i1(job, i2)).toContain('RECREATE_DISKS')
  })

  test('not a job that is over, nor one of others', () => {
    const job = waiting(['RECREATE_DISKS', 'queued', there])
    expect(i1({ ...job, status: 'canceled' })).toContain('RECREATE_DISKS')
    expect(i1({ ...job, repair: undefined })).toContain('RECREATE_DISKS')
  })
})
