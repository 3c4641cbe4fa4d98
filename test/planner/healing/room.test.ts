import { describe, expect, test } from 'vitest'
import { type Need, roomOf } from '../../../src/planner/healing/room.ts'
import { aGroup, aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'
import { aRoomyNode } from '../../builders/plan.ts'

const i1 = anInstance({ tags: ['db:1', 'web:1'] })
const NEED: Need = { memoryMiB: 1024, diskMiB: 1024, isPrimary: true, except: ['n1'] }

const n1 = aRoomyNode('n1', { drained: true })
/** Roomy in memory, and roomy on disk. */
const memory = aRoomyNode('memory', {}, { memoryFreeMiB: 9000, diskFreeMiB: 2000 })
const disk = aRoomyNode('disk', {}, { memoryFreeMiB: 2000, diskFreeMiB: 200_000 })

const room = (nodes: readonly ReturnType<typeof aNode>[], parts: Parameters<typeof aSnapshot>[0] = {}) =>
  roomOf(aSnapshot({ nodes: [n1, ...nodes], groups: [aGroup('g1')], ...parts }))

describe('the roomiest node', () => {
  test.each<[string, Partial<Need>, string]>([
    ['by memory where it is to run', {}, 'memory'],
    ['by disk where it is not', { memoryMiB: 0 }, 'disk'],
    ['by memory where its disks are not there', { diskMiB: 0 }, 'memory'],
    ['by disk where nothing is asked for', { memoryMiB: 0, diskMiB: 0 }, 'disk'],
  ])('is found %s', (_, need, expected) => {
    for (const nodes of [
      [memory, disk],
      [disk, memory],
    ])
      expect(room(nodes).find(i1, { ...NEED, ...need })).toBe(expected)
  })

  test('is found by the other where they are equal, and is the first where both are', () => {
    const same = (name: string, diskFreeMiB: number) =>
      aRoomyNode(name, {}, { memoryFreeMiB: 5000, diskFreeMiB })
    expect(room([same('a', 5000), same('b', 6000)]).find(i1, NEED)).toBe('b')
    expect(room([same('a', 5000), same('b', 5000)]).find(i1, NEED)).toBe('a')
    const even = (name: string, memoryFreeMiB: number) =>
      aRoomyNode(name, {}, { memoryFreeMiB, diskFreeMiB: 5000 })
    expect(room([even('a', 5000), even('b', 6000)]).find(i1, { ...NEED, memoryMiB: 0 })).toBe('b')
  })

  test('is another one when it has given away what it had', () => {
    const given = room([memory, disk])
    given.take('memory', 8000, 0)
    expect(given.memoryFreeMiB('memory')).toBe(1000)
    expect(given.find(i1, NEED)).toBe('disk')
    given.take('disk', 0, 199_000)
    expect(given.find(i1, NEED)).toBeUndefined()
    given.take('nobody', 1, 1)
    expect(given.memoryFreeMiB('nobody')).toBeUndefined()
  })

  test.each([
    ['silent', { silence: 'no data' }],
    ['drained', { drained: true }],
    ['offline', { offline: true }],
    ['not able to hold instances', { vmCapable: false }],
  ])('is none that is %s, whatever figures it gave', (_, but) => {
    const { resources } = memory
    expect(room([aNode('n2', { ...but, resources })]).find(i1, NEED)).toBeUndefined()
  })

  test('needs no memory at all where it is not to run, and no disk where its disks are not', () => {
    const none = aRoomyNode('none', {}, { memoryFreeMiB: -5, diskFreeMiB: 2000 })
    expect(room([none]).find(i1, { ...NEED, memoryMiB: 0 })).toBe('none')
    const full = aRoomyNode('full', {}, { memoryFreeMiB: 9000, diskFreeMiB: 0 })
    expect(room([full]).find(i1, { ...NEED, diskMiB: 0 })).toBe('full')
    expect(room([full]).find(i1, NEED)).toBeUndefined()
  })

  test('of an instance whose node nobody knows is none', () => {
    expect(room([memory]).find(anInstance({ primary: 'ghost' }), NEED)).toBeUndefined()
  })
})

describe('what is to run on a node and does not', () => {
  const crashed = (but: Parameters<typeof anInstance>[0] = {}) =>
    anInstance({ name: 'i2', primary: 'memory', memoryMiB: 8000, status: 'ERROR_down', ...but })
  const with2 = (but: Parameters<typeof anInstance>[0] = {}) =>
    room([memory, disk], { instances: [crashed(but)] })

  test('counts where there is a choice, not where there is none', () => {
    expect(with2().find(i1, NEED)).toBe('disk')
    expect(with2().find(i1, { ...NEED, memoryMiB: 1500 })).toBe('disk')
    expect(with2().find(i1, { ...NEED, except: ['n1', 'disk'], memoryMiB: 1000 })).toBeUndefined()
    expect(with2().find(i1, { ...NEED, except: ['n1', 'disk'], memoryMiB: 999 })).toBe('memory')
    expect(with2().memoryFreeMiB('memory')).toBe(9000)
  })

  test('counts no more when a job has taken its memory, or takes it away', () => {
    const free = with2()
    free.release(crashed())
    expect(free.find(i1, NEED)).toBe('memory')
    free.release(crashed({ primary: 'nobody' }))
  })

  test.each<[string, Parameters<typeof anInstance>[0]]>([
    ['runs', { status: 'running' }],
    ['was shut down from within', { status: 'USER_down' }],
    ['is marked down', { status: 'ADMIN_down', adminState: 'down' }],
    ['is only forthcoming', { forthcoming: true }],
    ['is on another node', { primary: 'n1' }],
  ])('is none that %s', (_, but) => {
    expect(with2(but).find(i1, NEED)).toBe('memory')
  })
})

describe('exclusion tags', () => {
  const there = (tags: readonly string[]) => anInstance({ name: 'i2', primary: 'memory', tags })
  const found = (clusterTags: readonly string[], tags: readonly string[], need: Partial<Need> = {}) =>
    room([memory, disk], { clusterTags, instances: [there(tags)] }).find(i1, { ...NEED, ...need })

  test.each<[string, readonly string[], readonly string[], string]>([
    ['the same one there', ['htools:iextags:db'], ['db:1'], 'disk'],
    ['another of the same prefix', ['htools:iextags:db'], ['db:2'], 'memory'],
    ['the same one, whose prefix nobody excludes', ['htools:iextags:db'], ['web:1'], 'memory'],
    ['one of two prefixes', ['htools:iextags:db', 'htools:iextags:web'], ['web:1'], 'disk'],
    ['no prefix at all', [], ['db:1', 'web:1'], 'memory'],
    ['an empty prefix, which is none', ['htools:iextags:'], ['db:1'], 'memory'],
    ['another tag of the cluster', ['htools:xtags:db'], ['db:1'], 'memory'],
  ])('%s', (_, clusterTags, tags, expected) => {
    expect(found(clusterTags, tags)).toBe(expected)
  })

  test('do not count for a secondary', () => {
    expect(found(['htools:iextags:db'], ['db:1'], { isPrimary: false })).toBe('memory')
  })

  test('count from when an instance comes there', () => {
    const free = room([memory, disk], { clusterTags: ['htools:iextags:db'] })
    expect(free.find(i1, NEED)).toBe('memory')
    free.settleOn(there(['db:1']), 'memory')
    free.settleOn(there(['db:1']), 'nobody')
    expect(free.find(i1, NEED)).toBe('disk')
  })
})
