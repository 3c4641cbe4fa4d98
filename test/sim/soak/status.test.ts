import { describe, expect, test } from 'vitest'
import { met, replayed } from '../../../sim/soak/status.ts'
import { aFinding } from './builders.ts'

const AT = '2026-11-09T00:00:00Z'
const NOW = { key: 'k', invariant: 'holds', what: 'vm2 is wrong', scenarioSeed: 9, scenario: 'another' }

describe('when its scenario is played again, a finding that was', () => {
  test.each([
    ['new', true, 'known'],
    ['known', true, 'known'],
    ['fixed', true, 'back'],
    ['back', true, 'back'],
    ['new', false, 'fixed'],
    ['known', false, 'fixed'],
    ['fixed', false, 'fixed'],
    ['back', false, 'fixed'],
  ] as const)('%s, and fails: %s, is %s', (before, fails, after) => {
    expect(replayed(aFinding({ status: before }), fails, AT).status).toBe(after)
  })

  test('still fails was last seen then; fixed is fixed since when it was first found to be', () => {
    expect(replayed(aFinding(), true, AT)).toMatchObject({ lastSeen: AT, statusAt: AT })
    const fixed = replayed(aFinding(), false, AT)
    expect(fixed).toMatchObject({ statusAt: AT, lastSeen: '2026-11-01T00:00:00Z' })
    expect(replayed(fixed, false, '2026-12-01T00:00:00Z')).toEqual(fixed)
  })
})

describe('when a soak meets it in a scenario of its own', () => {
  test('one that nobody knew is new', () => {
    expect(met(undefined, NOW, AT)).toMatchObject({ status: 'new', firstSeen: AT, lastSeen: AT })
  })

  test('an open one stays what it is, with the scenario that it has', () => {
    const known = aFinding({ status: 'known' })
    expect(met(known, NOW, AT)).toEqual({ ...known, statusAt: AT, lastSeen: AT })
  })

  test('a fixed one is back, with the scenario that shows it, and was first seen when it was', () => {
    const back = met(aFinding({ status: 'fixed' }), NOW, AT)
    expect(back).toMatchObject({ status: 'back', scenario: 'another', scenarioSeed: 9 })
    expect(back.firstSeen).toBe('2026-11-01T00:00:00Z')
  })
})
