import { describe, expect, test } from 'vitest'
import { mergeLedgers } from '../../../sim/soak/merge.ts'
import { totalsOf } from '../../../sim/soak/totals.ts'
import { aFinding, aLedger, aSoak } from './builders.ts'

const early = '2026-11-01T00:00:00Z'
const late = '2026-11-05T00:00:00Z'

const one = aLedger(
  [aSoak(), aSoak({ id: 'b', began: late })],
  [aFinding({ status: 'fixed', statusAt: late }), aFinding({ key: 'x' })],
)
const other = aLedger(
  [aSoak({ id: 'c', seed: 2 }), aSoak({ scenarios: 60 })],
  [
    aFinding({ status: 'known', statusAt: '2026-11-03T00:00:00Z', lastSeen: '2026-11-03T00:00:00Z' }),
    aFinding({ key: 'y' }),
  ],
)

describe('two ledgers as one', () => {
  test('are the same whichever is the first, and merging again changes nothing', () => {
    const merged = mergeLedgers(one, other)
    expect(mergeLedgers(other, one)).toEqual(merged)
    expect(mergeLedgers(merged, other)).toEqual(merged)
    expect(mergeLedgers(merged, merged)).toEqual(merged)
  })

  test('have each soak once, as far as it came, and the totals are of these', () => {
    const merged = mergeLedgers(one, other)
    expect(merged.soaks.map(({ id, scenarios }) => [id, scenarios])).toEqual([
      ['a', 100],
      ['c', 100],
      ['b', 100],
    ])
    expect(totalsOf(merged)).toMatchObject({ soaks: 3, scenarios: 300, hits: { faults: { drain: 9 } } })
  })

  test('have each finding once: first and last seen by either, what the latest look said', () => {
    const [first] = mergeLedgers(one, other).findings
    expect(first).toMatchObject({ status: 'fixed', firstSeen: early, lastSeen: '2026-11-03T00:00:00Z' })
    expect(mergeLedgers(one, other).findings).toHaveLength(3)
  })

  test('take of two looks in the same second the graver one, whichever comes first', () => {
    const fixed = aLedger([], [aFinding({ status: 'fixed' })])
    const back = aLedger([], [aFinding({ status: 'back' })])
    for (const merged of [mergeLedgers(fixed, back), mergeLedgers(back, fixed)])
      expect(merged.findings.map(({ status }) => status)).toEqual(['back'])
  })
})
