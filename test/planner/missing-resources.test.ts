import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { INSTANCE_STATUSES, type Instance } from '../../src/cluster/instance.ts'
import type { Node, NodeResources } from '../../src/cluster/node.ts'
import { missingResources } from '../../src/planner/missing-resources.ts'
import { aNode, anInstance, aSnapshot } from '../builders/cluster.ts'

/** A node of 64 GiB and 2 TB that accounts for all it has, but for what is said. */
function live(name: string, but: Partial<NodeResources> = {}, node: Partial<Node> = {}): Node {
  const resources = {
    memoryTotalMiB: 65536,
    memoryOfNodeMiB: 1024,
    memoryFreeMiB: 64512,
    diskTotalMiB: 2000000,
    diskFreeMiB: 2000000,
    ...but,
  }
  return aNode(name, { resources, ...node })
}

function missing(nodes: readonly Node[], instances: readonly Instance[] = [], defaultHypervisor = 'xen-pvm') {
  return missingResources(aSnapshot({ nodes, instances, defaultHypervisor })).map(
    ({ node, memoryMiB, diskGiB }) => `${node} ${memoryMiB} ${diskGiB}`,
  )
}

describe('missingResources', () => {
  test('is silent where the figures add up', () => {
    expect(missing([live('n1'), live('n2')])).toStrictEqual([])
  })

  test.each([
    [512, []],
    [513, ['n1 513 0']],
    [-5000, []],
  ])('%i MiB of memory', (lost, lines) => {
    expect(missing([live('n1', { memoryFreeMiB: 64512 - lost })])).toStrictEqual(lines)
  })

  test.each([
    [1024, []],
    [1025, ['n1 0 1']],
    [2047, ['n1 0 1']],
    [2048, ['n1 0 2']],
    [-5000, []],
  ])('%i MiB of disk', (lost, lines) => {
    expect(missing([live('n1', { diskFreeMiB: 2000000 - lost })])).toStrictEqual(lines)
  })

  test('shows both numbers, the one below its bound too', () => {
    expect(missing([live('n1', { memoryFreeMiB: 67584, diskFreeMiB: 1990000 })])).toStrictEqual([
      'n1 -3072 9',
    ])
    expect(missing([live('n1', { memoryFreeMiB: 50000, diskFreeMiB: 2000001 })])).toStrictEqual([
      'n1 14512 -1',
    ])
    expect(missing([live('n1', { memoryFreeMiB: 0, diskFreeMiB: 2001024 })])).toStrictEqual(['n1 64512 -1'])
    expect(missing([live('n1', { memoryFreeMiB: 0, diskFreeMiB: 2001025 })])).toStrictEqual(['n1 64512 -2'])
  })

  test('lists the nodes from the last to the first', () => {
    const nodes = ['b', 'a', 'c'].map(name => live(name, { memoryFreeMiB: 0 }))
    expect(missing(nodes)).toStrictEqual(['c 64512 0', 'a 64512 0', 'b 64512 0'])
  })

  // Oracle cases warn_mem_kvm_*: on kvm, and only there, a node is taken to use 4096 MiB itself.
  test.each([
    ['kvm', 61440, []],
    ['kvm', 60928, []],
    ['kvm', 60927, ['n1 513 0']],
    ['xen-hvm', 64000, []],
    ['xen-hvm', 63999, ['n1 513 0']],
    ['chroot', 63999, ['n1 513 0']],
    ['fake', 63999, ['n1 513 0']],
    ['lxc', 63999, ['n1 513 0']],
  ])('on %s with %i MiB free', (hypervisor, memoryFreeMiB, lines) => {
    expect(missing([live('n1', { memoryFreeMiB })], [], hypervisor)).toStrictEqual(lines)
  })

  test.each([
    ['ADMIN_down', false],
    ['ADMIN_offline', false],
    ['ERROR_down', false],
    ['ERROR_up', true],
    ['ERROR_nodedown', true],
    ['ERROR_nodeoffline', true],
    ['ERROR_wrongnode', true],
    ['running', true],
    ['USER_down', false],
  ] as const)('an instance that is %s uses memory: %s', (status, uses) => {
    const instance = anInstance({ status, memoryMiB: 1000, diskUsageMiB: 0 })
    const nodes = [live('n1', { memoryFreeMiB: 63512 }), live('n2')]
    // The node has 1000 MiB less than it should: they are the instance's, or missing.
    expect(missing(nodes, [instance])).toStrictEqual(uses ? [] : ['n1 1000 0'])
  })

  test('that table has every status', () => {
    expect(INSTANCE_STATUSES).toHaveLength(9)
  })

  test('an instance uses disk on both of its nodes, memory on the first, whatever its template and status', () => {
    const but = { memoryMiB: 1000, diskUsageMiB: 3000 }
    const lost = { memoryFreeMiB: 63512, diskFreeMiB: 1997000 }
    for (const diskTemplate of ['drbd', 'plain', 'diskless'] as const) {
      const instance = anInstance({ ...but, diskTemplate })
      expect(missing([live('n1', lost), live('n2', { diskFreeMiB: 1997000 })], [instance])).toStrictEqual([])
      expect(missing([live('n1', lost), live('n2', lost)], [instance])).toStrictEqual(['n2 1000 0'])
    }
    const down = anInstance({ ...but, status: 'ADMIN_down' })
    expect(missing([live('n1', { ...lost, memoryFreeMiB: 64512 }), live('n2', lost)], [down])).toStrictEqual([
      'n2 1000 0',
    ])
  })

  test('instances add up', () => {
    const instances = ['i1', 'i2', 'i3'].map(name => anInstance({ name, memoryMiB: 400, diskUsageMiB: 2000 }))
    const lost = { memoryFreeMiB: 64512 - 1200, diskFreeMiB: 2000000 - 6000 }
    const second = live('n2', { diskFreeMiB: 2000000 - 6000 })
    expect(missing([live('n1', lost), second], instances)).toStrictEqual([])
    expect(missing([live('n1', lost), second], instances.slice(1))).toStrictEqual(['n2 0 1', 'n1 400 1'])
  })

  test('a forthcoming instance uses nothing', () => {
    const instance = anInstance({ forthcoming: true, memoryMiB: 2000, diskUsageMiB: 90000 })
    expect(missing([live('n1'), live('n2')], [instance])).toStrictEqual([])
    const lost = { memoryFreeMiB: 64512 - 2000, diskFreeMiB: 2000000 - 90000 }
    expect(missing([live('n1', lost), live('n2')], [instance])).toStrictEqual(['n1 2000 87'])
  })

  test.each(['xen-pvm', 'kvm'])('a node without figures has nothing to miss (%s)', hypervisor => {
    const instance = anInstance({ memoryMiB: 9999, diskUsageMiB: 9999 })
    const nodes = [aNode('n1', { offline: true }), aNode('n2', { silence: 'no data' }), aNode('n3')]
    expect(missing(nodes, [instance], hypervisor)).toStrictEqual([])
  })

  test('a fraction of a MiB is not missed', () => {
    expect(missing([live('n1', { memoryTotalMiB: 65536.9, memoryFreeMiB: 64000 })])).toStrictEqual([])
    expect(missing([live('n1', { diskTotalMiB: 2000000.9, diskFreeMiB: 1998976 })])).toStrictEqual([])
  })

  // Oracle case warn_xen_all, whole.
  test('totals are cut to integers', () => {
    const nodes = [
      live('n1', {
        memoryTotalMiB: 65536.99,
        memoryFreeMiB: 60000,
        diskTotalMiB: 2000000.99,
        diskFreeMiB: 1990000,
      }),
      live('n2', { memoryFreeMiB: 70000, diskFreeMiB: 1000000 }),
      aNode('n3', { offline: true }),
      live('n4', { memoryFreeMiB: 1, diskFreeMiB: 1 }, { drained: true }),
      aNode('n5', { vmCapable: false }),
    ]
    const instances = [
      anInstance(),
      anInstance({ name: 'i2', status: 'ADMIN_offline' }),
      anInstance({ name: 'i3', forthcoming: true }),
      anInstance({ name: 'i4', primary: 'n2', secondary: 'n1', status: 'USER_down' }),
    ]
    expect(missing(nodes, instances)).toStrictEqual(['n4 64511 1953', 'n2 -5488 973', 'n1 3488 6'])
  })

  test('what is missing does not depend on the order of the instances', () => {
    const instance = fc
      .record({
        primary: fc.constantFrom('n1', 'n2'),
        secondary: fc.constantFrom('n1', 'n2', undefined),
        status: fc.constantFrom(...INSTANCE_STATUSES),
        memoryMiB: fc.nat({ max: 2000 }),
        diskUsageMiB: fc.nat({ max: 5000 }),
        forthcoming: fc.boolean(),
      })
      .map(anInstance)
    fc.assert(
      fc.property(fc.array(instance, { maxLength: 5 }), instances => {
        const nodes = [live('n1', { memoryFreeMiB: 55000, diskFreeMiB: 1980000 }), live('n2')]
        expect(missing(nodes, instances.toReversed())).toStrictEqual(missing(nodes, instances))
      }),
    )
  })
})
