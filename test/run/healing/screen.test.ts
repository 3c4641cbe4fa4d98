import { expect, test } from 'vitest'
import { screen } from '../../../src/run/healing/screen.ts'
import { aNode, anInstance, aSnapshot } from '../../builders/cluster.ts'

const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag${index}`)
const snapshotOf = (...instances: ReturnType<typeof anInstance>[]) =>
  aSnapshot({ nodes: [aNode('n1'), aNode('n2')], instances })

test('two instances of one name are refused, and no repair of one is taken for one of the other', () => {
  const screened = screen(
    snapshotOf(anInstance({ name: 'i1' }), anInstance({ name: 'i2' }), anInstance({ name: 'i1' })),
  )
  expect(screened.instances.map(({ name }) => name)).toEqual(['i2'])
  expect(screened.unreadable).toEqual([
    { name: 'i1', problem: 'luxid tells of several instances of this name' },
  ])
})

test('an instance with more tags than Ganeti stores is refused, one with all of them is not', () => {
  const instances = [
    anInstance({ name: 'i1', tags: tags(4097) }),
    anInstance({ name: 'i2', tags: tags(4096) }),
  ]
  const screened = screen(snapshotOf(...instances))
  expect(screened.instances).toEqual(instances.slice(1))
  expect(screened.unreadable).toEqual([
    { name: 'i1', problem: 'luxid tells of 4097 tags, Ganeti stores 4096' },
  ])
})
