import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, leastDestructive, parseRepairType, REPAIR_TYPES } from '../../src/cluster/repair-type.ts'

test.each(['fix-storage', 'migrate', 'failover', 'reinstall'] as const)('%s is a repair type', type => {
  expect(parseRepairType(type)).toBe(type)
})

test.each([
  '',
  'Failover',
  'FAILOVER',
  ' failover',
  'failover ',
  'fixstorage',
  'fix_storage',
  'suspend',
  'ArFailover',
])('%j is no repair type', text => {
  expect(parseRepairType(text)).toBeUndefined()
})

describe('covers', () => {
  test.each([
    ['fix-storage', ['fix-storage']],
    ['migrate', ['fix-storage', 'migrate']],
    ['failover', ['fix-storage', 'migrate', 'failover']],
    ['reinstall', ['fix-storage', 'migrate', 'failover', 'reinstall']],
  ] as const)('a permission up to %s covers %j and nothing else', (allowed, covered) => {
    expect(REPAIR_TYPES.filter(type => covers(allowed, type))).toStrictEqual(covered)
  })
})

describe('leastDestructive', () => {
  test.each([
    [[], undefined],
    [['reinstall'], 'reinstall'],
    [['reinstall', 'failover'], 'failover'],
    [['failover', 'migrate', 'reinstall'], 'migrate'],
    [['reinstall', 'fix-storage', 'migrate'], 'fix-storage'],
    [['failover', 'failover'], 'failover'],
  ] as const)('of %j is %j', (types, least) => {
    expect(leastDestructive(types)).toBe(least)
  })

  test('is one of them that all the others cover', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REPAIR_TYPES), { minLength: 1 }), types => {
        const least = leastDestructive(types)
        expect(types).toContain(least)
        expect(types.every(type => least !== undefined && covers(type, least))).toBe(true)
      }),
    )
  })
})
