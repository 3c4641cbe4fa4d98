import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tagged } from '../../src/cluster/repair-tag.ts'
import { parsePolicyTag } from '../../src/policy/policy-tag.ts'
import { repairRecord } from '../arbitraries/repair-tag.ts'

const PREFIX = 'ganeti:watcher:autorepair'

describe('parsePolicyTag', () => {
  test.each(['fix-storage', 'migrate', 'failover', 'reinstall'] as const)('%s enables', type => {
    expect(parsePolicyTag(`${PREFIX}:${type}`)).toStrictEqual({ kind: 'enable', type })
  })

  test.each([`${PREFIX}:suspend`, `${PREFIX}:suspend:`])('%s suspends for good', tag => {
    expect(parsePolicyTag(tag)).toStrictEqual({ kind: 'suspend-forever' })
  })

  test.each([
    ['4102444800', 4102444800n],
    [' 4102444800', 4102444800n],
    ['( 4102444800 )', 4102444800n],
    ['0xF4865700', 4102444800n],
    ['0o36441453400', 4102444800n],
    ['04102444800', 4102444800n],
    ['- 4102444800', -4102444800n],
    ['0', 0n],
    ['18446744073709551616', 18446744073709551616n],
  ])('suspend:%s has a time', (time, seconds) => {
    expect(parsePolicyTag(`${PREFIX}:suspend:${time}`)).toStrictEqual({ kind: 'suspend-until', seconds })
  })

  test.each([
    ':',
    '4102444800:',
    '4102444800:x',
    ':4102444800',
    '4102444800 ',
    '4102444800\n',
    '4102444800.0',
    '41024448e2',
    '+4102444800',
    '4_102_444_800',
    '0b11110100100001100101011100000000',
    '2100-01-01',
    'forever',
    'Forever',
    ' ',
  ])('suspend:%j has a time that cannot be read', time => {
    expect(parsePolicyTag(`${PREFIX}:suspend:${time}`)).toStrictEqual({ kind: 'suspend-unreadable' })
  })

  test.each([
    PREFIX,
    `${PREFIX}:`,
    `${PREFIX}::`,
    `${PREFIX}failover`,
    `${PREFIX}:Failover`,
    `${PREFIX}:FAILOVER`,
    `${PREFIX}: failover`,
    `${PREFIX}:failover `,
    `${PREFIX}:failover:`,
    `${PREFIX}:failover:x`,
    ` ${PREFIX}:failover`,
    `x${PREFIX}:failover`,
    `${PREFIX}:fixstorage`,
    `${PREFIX}:fix_storage`,
    `${PREFIX}:suspended`,
    `${PREFIX}:suspendx`,
    `${PREFIX}:suspen`,
    `${PREFIX}:Suspend`,
    `${PREFIX}:pending`,
    `${PREFIX}:result`,
    `${PREFIX}:pending:`,
    `${PREFIX}:result:`,
    `${PREFIX}:ArFailover`,
    `${PREFIX}:failover`.toUpperCase(),
    'failover',
    'suspend',
    '',
  ])('%j says nothing', tag => {
    expect(parsePolicyTag(tag)).toBeUndefined()
  })

  test("harep's own tags say nothing", () => {
    fc.assert(
      fc.property(repairRecord, record => {
        expect(parsePolicyTag(tagged(record).tag)).toBeUndefined()
      }),
    )
  })
})
