import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsText } from '../../src/report/counts-text.ts'

const HEAD = '---------------------\nInstance status count\n---------------------\n'

describe('countsText', () => {
  test.each([
    [[], ''],
    [['Healthy'], 'Healthy: 1\n'],
    [['Healthy', 'Healthy', 'Healthy'], 'Healthy: 3\n'],
    [
      ['Pending repair', 'Needs repair', 'Healthy', 'Failure', 'Healthy'],
      'Failure: 1\nHealthy: 2\nNeeds repair: 1\nPending repair: 1\n',
    ],
    [['b', 'a', 'B', 'ab'], 'B: 1\na: 1\nab: 1\nb: 1\n'],
  ])('%j', (states, lines) => {
    expect(countsText(states)).toBe(HEAD + lines)
  })

  test('counts every instance once, whatever their order', () => {
    const states = fc.array(fc.constantFrom('Failure', 'Healthy', 'Needs repair', 'Pending repair'))
    fc.assert(
      fc.property(states, all => {
        const text = countsText(all)
        expect(countsText(all.toReversed())).toBe(text)
        const counts = [...text.matchAll(/: (\d+)$/gm)].map(([, count]) => Number(count))
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length)
        expect(counts).toHaveLength(new Set(all).size)
      }),
    )
  })
})
