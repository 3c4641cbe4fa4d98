import { describe, expect, test } from 'vitest'
import { groupedRows } from './grouped-rows.ts'

const label = (alike: readonly string[], all: readonly string[]) =>
  alike.length === all.length ? 'any' : alike.join(' or ')

describe('groupedRows', () => {
  test('puts together what makes no difference to all that follows', () => {
    const words = (chosen: readonly string[]) => (chosen.length < 2 ? ['a', 'b', 'c'] : [])
    const either = (chosen: readonly string[]) => [chosen.includes('a') ? 'yes' : 'no']
    expect(groupedRows(words, either, label)).toEqual([
      ['a', 'any', 'yes'],
      ['b or c', 'a', 'yes'],
      ['b or c', 'b or c', 'no'],
    ])
  })

  test('of what never makes a difference makes one row', () => {
    const words = (chosen: readonly string[]) => (chosen.length < 2 ? ['a', 'b'] : [])
    expect(groupedRows(words, () => ['always'], label)).toEqual([['any', 'any', 'always']])
  })

  test('which words there are may depend on those before', () => {
    const words = ([first, second]: readonly string[]) => {
      if (first === undefined) return ['a', 'b']
      return first === 'a' && second === undefined ? ['c', 'd'] : []
    }
    expect(groupedRows(words, chosen => [chosen.join('')], label)).toEqual([
      ['a', 'c', 'ac'],
      ['a', 'd', 'ad'],
      ['b', 'b'],
    ])
  })
})
