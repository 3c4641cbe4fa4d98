import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from '../../src/cluster/node.ts'
import { roomOf } from '../../src/planner/room.ts'
import { aGroup, aNode, anInstance, aSnapshot } from '../builders/cluster.ts'

/** A node with this much free; what it has in all does not matter here. */
function free(name: string, memoryFreeMiB: number, diskFreeMiB: number, but: Partial<Node> = {}): Node {
  const resources = { memoryTotalMiB: 0, memoryOfNodeMiB: 0, memoryFreeMiB, diskTotalMiB: 0, diskFreeMiB }
  return aNode(name, { resources, ...but })
}

const DEAD = aNode('n1', { offline: true })
const instance = anInstance({ memoryMiB: 1000, diskUsageMiB: 5000 })
const choose = (nodes: readonly Node[], copies: 1 | 2) =>
  roomOf(aSnapshot({ nodes: [DEAD, ...nodes] })).choose(instance, copies)

describe('choose', () => {
  test.each<[string, Node[], 1 | 2, string[] | undefined]>([
    ['no node', [], 1, undefined],
    ['one node for one copy', [free('a', 1001, 5001)], 1, ['a']],
    ['one node for two copies', [free('a', 9999, 9999)], 2, undefined],
    ['two nodes', [free('a', 1001, 5001), free('b', 1001, 5001)], 2, ['a', 'b']],
    ['not a byte more memory than it needs', [free('a', 1000, 5001)], 1, undefined],
    ['not a byte more disk than it needs', [free('a', 1001, 5000)], 1, undefined],
    [
      'most free memory first',
      [free('a', 2000, 9000), free('b', 3000, 8000), free('c', 2500, 9000)],
      2,
      ['b', 'c'],
    ],
    ['then most free disk', [free('a', 2000, 8000), free('b', 2000, 9000)], 1, ['b']],
    ['then in their order', [free('b', 2000, 8000), free('a', 2000, 8000)], 1, ['b']],
    ['a drained node', [free('a', 9999, 9999, { drained: true })], 1, undefined],
    ['an offline node', [free('a', 9999, 9999, { offline: true })], 1, undefined],
    ['a node that holds no instances', [free('a', 9999, 9999, { vmCapable: false })], 1, undefined],
    ['a silent node', [aNode('a', { silence: 'no data' })], 1, undefined],
    [
      'a node of another group',
      [free('a', 9999, 9999, { groupUuid: 'g2' }), free('b', 2000, 8000)],
      1,
      ['b'],
    ],
    [
      'two nodes, one of another group',
      [free('a', 9999, 9999, { groupUuid: 'g2' }), free('b', 2000, 8000)],
      2,
      undefined,
    ],
  ])('%s', (_, nodes, copies, chosen) => {
    expect(choose(nodes, copies)).toStrictEqual(chosen)
  })

  test('takes memory on the first node and disk on each', () => {
    const room = roomOf(aSnapshot({ nodes: [DEAD, free('a', 4000, 12000), free('b', 3500, 12000)] }))
    expect(room.choose(instance, 2)).toStrictEqual(['a', 'b'])
    // Now 3000 and 3500 MiB of memory, 7000 MiB of disk each.
    expect(room.choose(instance, 2)).toStrictEqual(['b', 'a'])
    expect(room.choose(instance, 1)).toBeUndefined()
    expect(room.choose({ ...instance, diskUsageMiB: 1999 }, 2)).toStrictEqual(['a', 'b'])
    expect(room.choose({ ...instance, diskUsageMiB: 0 }, 1)).toStrictEqual(['b'])
  })

  test('what does not find room takes none', () => {
    const room = roomOf(aSnapshot({ nodes: [DEAD, free('a', 1500, 6000)] }))
    expect(room.choose(instance, 2)).toBeUndefined()
    expect(room.choose(instance, 1)).toStrictEqual(['a'])
    expect(room.choose(instance, 1)).toBeUndefined()
  })

  test('take() sets memory aside, and of unknown nodes nothing', () => {
    const room = roomOf(aSnapshot({ nodes: [DEAD, free('a', 2000, 6000)] }))
    room.take(instance, 'ghost')
    room.take(anInstance({ memoryMiB: 999 }), 'a')
    expect(room.choose(instance, 1)).toStrictEqual(['a'])
    const other = roomOf(aSnapshot({ nodes: [DEAD, free('a', 2000, 6000)] }))
    other.take(anInstance({ memoryMiB: 1000 }), 'a')
    expect(other.choose(instance, 1)).toBeUndefined()
  })
})

describe('exclusion tags', () => {
  const nodes = [DEAD, free('a', 9000, 90000), free('b', 8000, 90000), free('c', 7000, 90000)]
  const tagged = (name: string, primary: string, tags: readonly string[]) =>
    anInstance({ name, primary, secondary: undefined, memoryMiB: 10, diskUsageMiB: 10, tags })

  function chosen(
    clusterTags: readonly string[],
    there: readonly string[],
    own: readonly string[],
    copies: 1 | 2,
  ) {
    const instances = [tagged('i0', 'a', there), tagged('i1', 'n1', own)]
    const room = roomOf(aSnapshot({ nodes, instances, clusterTags }))
    return room.choose(tagged('i1', 'n1', own), copies)
  }

  test.each<[string, string[], string[], string[], string[]]>([
    ['no exclusion', [], ['web:1'], ['web:1'], ['a']],
    ['the same tag', ['htools:iextags:web'], ['web:1'], ['web:1'], ['b']],
    ['another tag of the prefix', ['htools:iextags:web'], ['web:1'], ['web:2'], ['a']],
    ['a tag of no prefix', ['htools:iextags:db'], ['web:1'], ['web:1'], ['a']],
    ['one of several', ['htools:iextags:db', 'htools:iextags:web'], ['x', 'web:1'], ['web:1', 'y'], ['b']],
    ['an empty prefix is none', ['htools:iextags:', 'htools:iextags'], ['web:1'], ['web:1'], ['a']],
  ])('%s', (_, clusterTags, there, own, nodeNames) => {
    expect(chosen(clusterTags, there, own, 1)).toStrictEqual(nodeNames)
  })

  test('count for the primary alone', () => {
    expect(chosen(['htools:iextags:web'], ['web:1'], ['web:1'], 2)).toStrictEqual(['b', 'a'])
  })

  test('count for what this run has placed or failed over, too', () => {
    const room = roomOf(aSnapshot({ nodes, clusterTags: ['htools:iextags:web'] }))
    const next = () => room.choose(tagged('i1', 'n1', ['web:1']), 1)
    room.take(tagged('i7', 'n1', ['web:1']), 'a')
    expect(next()).toStrictEqual(['b'])
    expect(next()).toStrictEqual(['c'])
    expect(next()).toBeUndefined()
  })
})

test('whatever is asked, no node gives more than it has, and none of another group', () => {
  const size = fc.record({ memoryMiB: fc.nat({ max: 900 }), diskUsageMiB: fc.nat({ max: 900 }) })
  const asked = fc.array(fc.tuple(size, fc.constantFrom(1 as const, 2 as const)), { maxLength: 8 })
  const nodeSizes = fc.array(
    fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 2000 }), fc.constantFrom('g1', 'g1', 'g2')),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(nodeSizes, asked, (sizes, requests) => {
      const nodes = sizes.map(([memory, disk, groupUuid], index) =>
        free(`m${index}`, memory, disk, { groupUuid }),
      )
      const room = roomOf(aSnapshot({ nodes: [DEAD, ...nodes], groups: [aGroup('g1'), aGroup('g2')] }))
      const left = new Map(sizes.map(([memory, disk], index) => [`m${index}`, { memory, disk }]))
      for (const [need, copies] of requests) {
        const names = room.choose(anInstance(need), copies) ?? []
        expect([0, copies]).toContain(new Set(names).size)
        for (const [index, name] of names.entries()) {
          const on = left.get(name)
          if (!on) throw new Error(`${name} is no node`)
          if (index === 0) on.memory -= need.memoryMiB
          on.disk -= need.diskUsageMiB
          expect(Math.min(on.memory, on.disk)).toBeGreaterThan(0)
          expect(nodes.find(node => node.name === name)?.groupUuid).toBe('g1')
        }
      }
    }),
  )
})
