import { describe, expect, test } from 'vitest'
import { DISK_TEMPLATES } from '../../src/cluster/instance.ts'
import { situationTables } from './situation-tables.ts'
import { answerTo, instanceWords, NODE_WORDS, type Situation } from './situations.ts'

/** Every situation of the tables. */
const ALL: readonly Situation[] = DISK_TEMPLATES.flatMap(template =>
  NODE_WORDS.flatMap(primary =>
    (template === 'drbd' ? NODE_WORDS : [undefined]).flatMap(secondary =>
      instanceWords(primary).map(instance => ({ template, primary, secondary, instance })),
    ),
  ),
)

describe('the tables of situations', () => {
  test('name each disk template once', () => {
    const titles = [...situationTables().matchAll(/^\*\*(?<names>.*)\*\*$/gm)]
    const named = titles.flatMap(({ groups }) => groups?.['names']?.split(', ') ?? [])
    expect(named.sort()).toEqual([...DISK_TEMPLATES].sort())
  })

  test('have a row for each situation in which something is wrong', () => {
    const isWell = ({ primary, secondary }: Situation) =>
      primary === 'well' && (secondary === undefined || secondary === 'well')
    for (const situation of ALL)
      expect(answerTo(situation).decision.reason.code === 'nodes-fine').toBe(isWell(situation))
  })

  test('give up data only where every node with a copy is offline', () => {
    for (const situation of ALL) {
      const { decision, then } = answerTo(situation)
      const { action } = decision
      const { primary, secondary } = situation
      const isLost = primary === 'offline' && (secondary === undefined || secondary === 'offline')
      if (action.kind === 'repair' && action.isDestructive) expect(isLost).toBe(true)
      for (const later of then) expect(later.action).toMatchObject({ isDestructive: false })
    }
  })

  test('lead from one repair to the next until nothing is wrong, or somebody has to decide', () => {
    // answerTo throws where there is no end.
    expect(ALL.map(situation => answerTo(situation).then.length).every(length => length <= 2)).toBe(true)
  })
})
