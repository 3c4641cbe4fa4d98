import { describe, expect, test } from 'vitest'
import { meaningMatrix, saidTogether } from './one-object.ts'
import { BY_DEFAULT, CLASSIC, saying, UNREADABLE, WORDS, wordOf } from './policy-words.ts'
import { above, heldBy, LEVEL_WORDS, levelsTable } from './several-objects.ts'

describe.each([
  ['by default', BY_DEFAULT],
  ['with --classic', CLASSIC],
])('what the manual says of tags on one object, %s', (_, judgement) => {
  const words = [...WORDS, 'suspend:LATER']

  test('three tags say what they say taken two at a time, in any order', () => {
    for (const first of words) {
      for (const second of words) {
        const pair = saidTogether([first, second], judgement)
        const decider = pair && pair.kind !== 'not-enabled' ? [wordOf(pair.by.tag)] : []
        for (const third of words) {
          const together = saidTogether([first, second, third], judgement)
          expect(saidTogether([...decider, third], judgement)).toStrictEqual(together)
          expect(saidTogether([third, ...decider], judgement)).toStrictEqual(together)
        }
      }
    }
  })

  test('the matrix has two halves that are the same, and each tag alone on its diagonal', () => {
    const matrix = meaningMatrix(judgement)
    for (const [row, cells] of matrix) {
      expect(cells.get(row)).toBe(row)
      for (const [column, cell] of cells) expect(matrix.get(column)?.get(row)).toBe(cell)
    }
  })
})

describe('what the manual says of --classic', () => {
  test('only a suspension whose time cannot be read says something else', () => {
    const said = (word: string, judgement: typeof CLASSIC) => saying(saidTogether([word], judgement))
    expect(WORDS.filter(word => said(word, BY_DEFAULT) !== said(word, CLASSIC))).toEqual([UNREADABLE])
  })

  test('by what each says alone, two tags say the same together', () => {
    expect(meaningMatrix(CLASSIC)).toEqual(meaningMatrix(BY_DEFAULT))
  })

  test('across objects nothing differs', () => {
    for (const combination of combinations(LEVEL_WORDS, 3))
      expect(heldBy(above(combination), CLASSIC)).toStrictEqual(heldBy(above(combination), BY_DEFAULT))
  })
})

test('each of the 125 ways to tag instance, group and cluster is in one row of the table, with what holds', () => {
  const rows = levelsTable()
    .split('\n')
    .slice(2)
    .filter(line => line !== '')
    .map(line => line.split('|').map(cell => cell.trim()))
  const all = combinations(LEVEL_WORDS, 3)
  expect(all).toHaveLength(125)
  for (const combination of all) {
    const matching = rows.filter(([, ...cells]) =>
      combination.every((word, level) => {
        const alike = cells[level]?.split(' or ') ?? []
        return alike.includes('anything') || alike.includes(word === '' ? 'no tag' : `\`${word}\``)
      }),
    )
    expect(matching.map(row => row[4])).toEqual([saying(heldBy(above(combination), BY_DEFAULT))])
  }
})

/** All lists of so many of these words. */
function combinations(words: readonly string[], length: number): readonly (readonly string[])[] {
  if (length === 0) return [[]]
  return combinations(words, length - 1).flatMap(before => words.map(word => [...before, word]))
}
