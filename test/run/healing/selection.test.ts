import { describe, expect, test } from 'vitest'
import type { Selection } from '../../../src/run/healing/healing-options.ts'
import {
  checkSelection,
  instancesNamed,
  selectedIn,
  UnknownNameError,
} from '../../../src/run/healing/selection.ts'
import { aGroup, aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'

const EVERYTHING: Selection = { groups: [], nodes: [], instanceTags: [], instances: [], excluded: [] }

const SNAPSHOT = {
  ...aSnapshot({
    nodes: [aNode('n1.x'), aNode('n2.x'), aNode('n3.x', { groupUuid: 'g2' })],
    groups: [aGroup('g1'), aGroup('g2')],
    instances: [
      anInstance({ name: 'i1.x', primary: 'n1.x', secondary: 'n2.x', tags: ['tier:gold', 'a'] }),
      anInstance({ name: 'i2.x', primary: 'n2.x', secondary: undefined, tags: ['tier:silver'] }),
      anInstance({ name: 'i3.x', primary: 'n3.x', secondary: 'n1.x' }),
    ],
  }),
  unreadable: [{ name: 'odd.x', problem: 'its row is odd' }],
}
const NAMES = ['i1.x', 'i2.x', 'i3.x', 'odd.x']

function selected(selection: Partial<Selection>): readonly string[] {
  return NAMES.filter(selectedIn(SNAPSHOT, { ...EVERYTHING, ...selection }))
}

describe('selectedIn', () => {
  test.each<[string, Partial<Selection>, readonly string[]]>([
    ['no list: all', {}, NAMES],
    ['a group by name, by the primary node', { groups: ['group-g1'] }, ['i1.x', 'i2.x', 'odd.x']],
    ['a group by UUID', { groups: ['g2'] }, ['i3.x', 'odd.x']],
    ['several groups', { groups: ['g2', 'group-g1'] }, NAMES],
    ['a node as primary or secondary', { nodes: ['n1.x'] }, ['i1.x', 'i3.x', 'odd.x']],
    ['a node by its short name', { nodes: ['n2'] }, ['i1.x', 'i2.x', 'odd.x']],
    ['the start of a tag', { instanceTags: ['tier:'] }, ['i1.x', 'i2.x', 'odd.x']],
    ['one of several starts', { instanceTags: ['tier:s', 'b'] }, ['i2.x', 'odd.x']],
    ['instances, short or not', { instances: ['i1', 'i3.x'] }, ['i1.x', 'i3.x']],
    ['all but some', { excluded: ['i1', 'odd'] }, ['i2.x', 'i3.x']],
    ['excluded, whatever else selects it', { instances: ['i1', 'i2'], excluded: ['i1'] }, ['i2.x']],
    ['each list narrows', { groups: ['g1'], nodes: ['n1'], instances: ['i1', 'i2', 'i3'] }, ['i1.x']],
    ['lists that leave nothing', { groups: ['g2'], instances: ['i1'] }, []],
  ])('%s', (_what, selection, names) => {
    expect(selected(selection)).toEqual(names)
  })
})

describe('what the cluster does not have', () => {
  const errorOf = (selection: Partial<Selection>) => {
    try {
      checkSelection({ ...EVERYTHING, ...selection }, SNAPSHOT)
    } catch (error) {
      if (error instanceof UnknownNameError) return error.message
      throw error
    }
    return undefined
  }

  test('is an error that names all of it, with names that are near', () => {
    expect(
      errorOf({ groups: ['group-g3', 'g9'], nodes: ['n9'], instances: ['zzz'], excluded: ['i1.', 'i1'] }),
    ).toBe(
      'there is no group group-g3 (did you mean group-g1, group-g2?); there is no group g9; ' +
        'there is no node n9 (did you mean n1.x, n2.x, n3.x?); there is no instance zzz; ' +
        'there is no instance i1. (did you mean i1.x, i2.x, i3.x?)',
    )
  })

  test('ends selectedIn, too', () => {
    expect(() => selected({ nodes: ['n9'] })).toThrow(UnknownNameError)
  })

  test('selects nothing, and surely not all, where it is to be ignored: it may have been removed during the run', () => {
    const lost = { ...EVERYTHING, instances: ['zzz'] }
    const isSelected = selectedIn(SNAPSHOT, lost, 'ignored')
    expect(SNAPSHOT.instances.filter(({ name }) => isSelected(name))).toEqual([])
  })

  test('stays on its line', () => {
    expect(errorOf({ instances: ['a\n\u001b[2J'] })).toBe('there is no instance a\\u000a\\u001b[2J')
  })

  test('a tag that nothing carries is no error: it may come and go', () => {
    expect(errorOf({ instanceTags: ['nobody'] })).toBeUndefined()
    expect(selected({ instanceTags: ['nobody'] })).toEqual(['odd.x'])
  })

  test('a name that is short for several is an error', () => {
    const snapshot = aSnapshot({ instances: [anInstance({ name: 'a.x' }), anInstance({ name: 'a.y' })] })
    expect(() => checkSelection({ ...EVERYTHING, instances: ['a'] }, snapshot)).toThrow(
      'a is short for several instances: a.x, a.y',
    )
  })
})

test('instancesNamed gives full names, each once, or an error with names that are near', () => {
  expect(instancesNamed(['I1', 'odd', 'i1.x'], SNAPSHOT)).toEqual(['i1.x', 'odd.x'])
  expect(() => instancesNamed(['i4', 'i1', 'zzz'], SNAPSHOT)).toThrow(
    'there is no instance i4 (did you mean i1.x, i2.x, i3.x?); there is no instance zzz',
  )
})
