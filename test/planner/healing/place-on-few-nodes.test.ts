import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../src/cluster/instance.ts'
import { plan } from '../../../src/planner/healing/plan.ts'
import { anInstance } from '../../builders/cluster.ts'
import { aFailure, aPlanInput, aRoomyNode, inShort, NOW, type PlanParts } from '../../builders/plan.ts'
import { LEFT, recreation, SYSTEM_FAILED } from './half-made.ts'

const PLAIN = { diskTemplate: 'plain', secondary: undefined, memoryMiB: 1024, diskUsageMiB: 1024 } as const
const RBD = { diskTemplate: 'rbd', secondary: undefined } as const
/** What a re-creation that failed on n2 has left. */
const leftBy = (tag: string) => ({ ...LEFT, ...PLAIN, primary: 'n2', tags: [tag], mtimeSeconds: NOW - 301 })
const dead = (name: string) => aRoomyNode(name, { offline: true })
const drained = (name: string) => aRoomyNode(name, { drained: true })

function decisions(instances: readonly Partial<Instance>[], parts: PlanParts) {
  const all = instances.map((but, index) => anInstance({ name: `i${index + 1}`, ...but }))
  return plan(aPlanInput({ instances: all, ...parts }))
}

const inWords = (...parts: Parameters<typeof decisions>) => decisions(...parts).map(inShort)

describe('exclusion tags', () => {
  const clusterTags = ['ganeti:watcher:autorepair:reinstall', 'htools:iextags:db']
  const there = { ...PLAIN, primary: 'n2', tags: ['db:1'] }
  const silent = aRoomyNode('n6', { silence: 'no data' })
  const tagged = { tags: ['db:1'] }
  // Of the nodes n2 alone is left, where an instance with the same tag runs.
  const others = ['n3', 'n4', 'n5'].map(drained)

  test.each<[string, Partial<Instance>, readonly ReturnType<typeof aRoomyNode>[]]>([
    ['a move', PLAIN, [drained('n1')]],
    ['a re-creation', PLAIN, [dead('n1')]],
    ['a migration on shared storage', RBD, [drained('n1')]],
    ['a failover on shared storage', RBD, [dead('n1')]],
  ])('keep %s away from a node with another of them', (_, but, nodes) => {
    const parts = { nodes: [...nodes, ...others], clusterTags }
    const [decision, other] = decisions([{ ...but, ...tagged }, there], parts)
    expect(decision && inShort(decision)).toBe('needs-repair [no-room]')
    expect(other && inShort(other)).toBe('healthy [nodes-fine]')
    expect(inWords([but, there], parts)[0]).not.toContain('no-room')
  })

  test('do not count for a second copy', () => {
    const replaced = { primary: 'n3', secondary: 'n1', ...tagged }
    const nodes = [dead('n1'), ...['n4', 'n5'].map(drained), silent]
    expect(inWords([replaced, there], { nodes, clusterTags })[0]).toBe(
      'fix-storage: REPLACE_DISKS [secondary-offline]',
    )
    const made = decisions([tagged, { ...there, primary: 'n3' }], {
      nodes: [dead('n1'), dead('n2'), drained('n4'), aRoomyNode('n5')],
      clusterTags,
    })
    expect(made[0]?.action).toMatchObject({ opcodes: [{}, { nodes: ['n5', 'n3'] }, {}, {}] })
  })
})

describe('what can only go to one place comes first, though it is later in the list', () => {
  const tight = aRoomyNode('n2', {}, { memoryFreeMiB: 1500 })
  const others = ['n3', 'n4', 'n5'].map(drained)

  test('a migration to the secondary', () => {
    expect(
      inWords([{ ...PLAIN, name: 'p' }, {}], { nodes: [drained('n1'), tight, ...others] }),
    ).toStrictEqual(['needs-repair [no-room]', 'migrate: MIGRATE [primary-drained]'])
  })

  test('the rest of a re-creation that stopped half way', () => {
    const half = aFailure('reinstall', recreation(SYSTEM_FAILED, ['n2']))
    const left = { ...leftBy(half.tag), name: 'i1' }
    expect(
      inWords([{ ...PLAIN, name: 'p' }, left], { nodes: [dead('n1'), tight, ...others], queue: [half.job] }),
    ).toStrictEqual(['needs-repair [no-room]', 'reinstall: REINSTALL STARTUP [recreation-unfinished]'])
  })
})

test('what is not to be started again needs no memory for the rest of its re-creation', () => {
  const half = aFailure('reinstall', recreation(SYSTEM_FAILED, ['n2']).slice(1, 3))
  const left = leftBy(half.tag)
  const nodes = [aRoomyNode('n2', {}, { memoryFreeMiB: 0 })]
  expect(inWords([left], { nodes, queue: [half.job] })).toStrictEqual([
    'reinstall: REINSTALL [recreation-unfinished]',
  ])
})

test.each([
  ['a move', PLAIN, drained('n1')],
  ['a migration on shared storage', RBD, drained('n1')],
])('%s for which there is no node tells so, with the group', (_, but, node) => {
  const parts = { nodes: [node, ...['n2', 'n3', 'n4', 'n5'].map(drained)] }
  const reason = { code: 'no-room', need: { kind: 'node' }, leftOut: 4 }
  expect(decisions([but], parts)[0]?.reason).toStrictEqual({ ...reason, group: 'group-g1' })
  expect(decisions([but], { ...parts, groups: [] })[0]?.reason).toStrictEqual({ ...reason, group: 'g1' })
})

test('the memory of what is about to be started on a node is not given away, and that of what this run starts there counts once', () => {
  const crashed = { ...PLAIN, primary: 'n2', memoryMiB: 6000, status: 'ERROR_down' } as const
  const nodes = [dead('n1'), aRoomyNode('n2', {}, { memoryFreeMiB: 8000 }), ...['n4', 'n5'].map(drained)]
  const roomy = aRoomyNode('n3', {}, { memoryFreeMiB: 3000 })
  const on = (n3: typeof roomy, memoryMiB: number) =>
    decisions([{ ...PLAIN, memoryMiB }, crashed], { nodes: [...nodes, n3] })[0]
  expect(on(roomy, 1024)?.action).toMatchObject({ opcodes: [{}, { nodes: ['n3'] }, {}, {}] })
  expect(on(drained('n3'), 1024)?.action).toMatchObject({ opcodes: [{}, { nodes: ['n2'] }, {}, {}] })
  expect(on(drained('n3'), 2000)?.reason).toMatchObject({ code: 'no-room' })
  // A mirrored one has no choice: what Ganeti asks for is what is free.
  expect(
    inWords([{ memoryMiB: 4000, minMemoryMiB: 4000 }, crashed], { nodes: [...nodes, drained('n3')] })[0],
  ).toBe('failover: FAILOVER [primary-offline]')
})

test('two re-creations do not count on the same disk for their second copies', () => {
  const room = { memoryFreeMiB: 9000, diskFreeMiB: 2000 }
  const nodes = [dead('n1'), dead('n2'), aRoomyNode('n4', {}, room), drained('n5')]
  const roomy = aRoomyNode('n3', {}, { memoryFreeMiB: 9500 })
  expect(inWords([{}, {}], { nodes: [...nodes, roomy] })).toStrictEqual([
    'reinstall: SHUTDOWN RECREATE_DISKS REINSTALL STARTUP [all-copies-offline]',
    'needs-repair [no-room]',
  ])
})
