import { describe, expect, test } from 'vitest'
import { type Batch, batchesOf, spreadOut } from '../../../src/run/healing/tag-batches.ts'
import type { TagChange } from '../../../src/run/healing/tag-change.ts'

const FREE: ReadonlySet<string> = new Set()
const set = (instance: string, remove: readonly string[] = []): TagChange => ({
  ...{ instance, add: 'NEW', remove },
})
const remove = (instance: string): TagChange => ({ instance, add: undefined, remove: ['OLD'] })
const inShort = (batches: readonly Batch[]) =>
  batches.map(batch =>
    batch.map(({ instance, tag }) => `${tag === undefined ? '-' : '+'}${instance}`).join(' '),
  )
const names = (count: number) => Array.from({ length: count }, (_, index) => `i${index + 1}`)

describe('changes share jobs', () => {
  test('of eight instances, each with its new tag first', () => {
    expect(inShort(batchesOf([set('a', ['OLD']), set('b')], FREE, 300))).toEqual(['+a +b -a'])
    expect(
      batchesOf(
        names(17).map(name => set(name)),
        FREE,
        300,
      ).map(({ length }) => length),
    ).toEqual([8, 8, 1])
    expect(batchesOf([], FREE, 300)).toEqual([])
  })

  test('but for removals, which have one each', () => {
    expect(inShort(batchesOf([remove('a'), set('b'), remove('c')], FREE, 300))).toEqual(['+b', '-a', '-c'])
  })

  test('several removals share one where that would be more jobs than luxid has time for', () => {
    const removals = names(9).map(remove)
    expect(inShort(batchesOf([set('a'), ...removals], new Set(['i1']), 4))).toEqual([
      '+a',
      '-i2 -i3 -i4',
      '-i5 -i6 -i7',
      '-i8 -i9 -i1',
    ])
    expect(batchesOf(removals, FREE, 1).map(({ length }) => length)).toEqual([8, 1])
    expect(batchesOf(removals, FREE, 9).map(({ length }) => length)).toEqual(Array(9).fill(1))
  })

  test('but for locked instances, which have one together behind the others', () => {
    const locked = new Set(['a', 'c', 'd'])
    expect(inShort(batchesOf([set('a'), set('b'), set('c', ['OLD']), remove('d')], locked, 300))).toEqual([
      '+b',
      '+a +c -c',
      '-d',
    ])
  })
})

describe('what came behind a lock', () => {
  const rest = (count: number) =>
    batchesOf([...names(count).map(name => set(name, ['OLD']))], FREE, 300).flat()

  test('is spread over four jobs at most, with the steps of an instance in one, in their order', () => {
    expect(inShort(spreadOut(rest(3)))).toEqual(['+i1 -i1', '+i2 -i2', '+i3 -i3'])
    expect(inShort(spreadOut(rest(7)))).toEqual([
      '+i1 +i2 -i1 -i2',
      '+i3 +i4 -i3 -i4',
      '+i5 +i6 -i5 -i6',
      '+i7 -i7',
    ])
    expect(spreadOut([])).toEqual([])
  })
})
