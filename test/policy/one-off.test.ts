import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRepairTag, type TaggedRepair, tagged } from '../../src/cluster/repair-tag.ts'
import { covers, REPAIR_TYPES, type RepairType } from '../../src/cluster/repair-type.ts'
import { objectPermission } from '../../src/policy/object-permission.ts'
import { withOneOff } from '../../src/policy/one-off.ts'
import type { Permission } from '../../src/policy/permission.ts'
import { NOW_SECONDS, policyTags } from '../arbitraries/policy-tag.ts'
import { repairRecord, repairType } from '../arbitraries/repair-tag.ts'

const oneOffOf = (type: RepairType): TaggedRepair =>
  tagged({ type, id: 'asked-for', timeSeconds: 1000n, result: undefined, jobs: [] })

const standing = (upTo: RepairType): Permission => ({
  kind: 'enabled',
  upTo,
  by: { level: 'cluster', object: 'cluster', tag: `ganeti:watcher:autorepair:${upTo}` },
})

const byOneOff = (type: RepairType): Permission => ({
  kind: 'enabled',
  upTo: type,
  by: { level: 'instance', object: 'i1', tag: `ganeti:watcher:autorepair:pending:${type}:asked-for:1000:` },
})

const index = (type: RepairType) => REPAIR_TYPES.indexOf(type)

describe('a pending tag without jobs', () => {
  test.each(REPAIR_TYPES)('up to %s is what holds where no tag enables repairs', type => {
    expect(withOneOff({ kind: 'not-enabled' }, 'i1', oneOffOf(type))).toStrictEqual(byOneOff(type))
  })

  test.each(REPAIR_TYPES.flatMap(upTo => REPAIR_TYPES.map(type => [upTo, type] as const)))(
    'with %s standing, one of %s: the wider holds, of equals the standing one',
    (upTo, type) => {
      const expected = index(type) > index(upTo) ? byOneOff(type) : standing(upTo)
      expect(withOneOff(standing(upTo), 'i1', oneOffOf(type))).toStrictEqual(expected)
    },
  )

  test.each([
    ['for good', undefined, false],
    ['until a time', 9_999_999_999n, false],
    ['by a tag that cannot be read', undefined, true],
  ])('is nothing against a suspension %s', (_, untilSeconds, unreadable) => {
    const by = { level: 'cluster', object: 'cluster', tag: 'ganeti:watcher:autorepair:suspend' } as const
    const suspended: Permission = { kind: 'suspended', untilSeconds, unreadable, by }
    expect(withOneOff(suspended, 'i1', oneOffOf('reinstall'))).toBe(suspended)
  })

  test.each(['pending:reinstall:U:1000:', 'pending:reinstall::0x3e8:', 'pending:reinstall:U:-1:'])(
    'may be written by hand: %s',
    word => {
      const oneOff = parseRepairTag(`ganeti:watcher:autorepair:${word}`)
      expect(oneOff && withOneOff({ kind: 'not-enabled' }, 'i1', oneOff)).toStrictEqual({
        kind: 'enabled',
        upTo: 'reinstall',
        by: { level: 'instance', object: 'i1', tag: `ganeti:watcher:autorepair:${word}` },
      })
    },
  )

  test.each([
    ['pending:reinstall:U:1000:7', 'names a job'],
    ['result:reinstall:U:1000:failure:', 'has failed without a job'],
    ['result:reinstall:U:1000:enoperm:', 'was refused'],
    ['result:reinstall:U:1000:success:7', 'has succeeded'],
  ])('once it is %s, which %s, permits nothing', word => {
    const used = parseRepairTag(`ganeti:watcher:autorepair:${word}`)
    expect(used && withOneOff({ kind: 'not-enabled' }, 'i1', used)).toStrictEqual({ kind: 'not-enabled' })
  })
})

describe('whatever stands and whatever is asked for', () => {
  const permission: fc.Arbitrary<Permission> = policyTags.map(
    tags =>
      objectPermission(
        { level: 'group', object: 'default', tags },
        { nowSeconds: NOW_SECONDS, unreadableSuspends: true },
      ) ?? { kind: 'not-enabled' },
  )
  const anyRepair = repairRecord.map(tagged)
  const oneOff = fc
    .record({ type: repairType, id: fc.uuid(), timeSeconds: fc.bigInt() })
    .map(parts => tagged({ ...parts, result: undefined, jobs: [] }))
  const allows = (held: Permission, type: RepairType) => held.kind === 'enabled' && covers(held.upTo, type)

  test('a repair is allowed if the standing tags or a usable one-off allow it, and nothing is suspended', () => {
    fc.assert(
      fc.property(permission, fc.oneof(anyRepair, oneOff), repairType, (held, repair, wanted) => {
        const usable = repair.result === undefined && repair.jobs.length === 0
        const expected =
          held.kind !== 'suspended' && (allows(held, wanted) || (usable && covers(repair.type, wanted)))
        expect(allows(withOneOff(held, 'i1', repair), wanted)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  test('the answer is the standing permission itself, or names the tag on the instance', () => {
    fc.assert(
      fc.property(permission, fc.oneof(anyRepair, oneOff), (held, repair) => {
        const after = withOneOff(held, 'i1', repair)
        if (after === held) return
        expect(after).toStrictEqual({
          kind: 'enabled',
          upTo: repair.type,
          by: { level: 'instance', object: 'i1', tag: repair.tag },
        })
      }),
    )
  })

  test('of several one-offs the order does not matter for what is allowed', () => {
    fc.assert(
      fc.property(permission, fc.array(oneOff, { maxLength: 4 }), repairType, (held, all, wanted) => {
        const taken = (list: readonly TaggedRepair[]) =>
          list.reduce((now, next) => withOneOff(now, 'i1', next), held)
        expect(allows(taken(all), wanted)).toBe(allows(taken(all.toReversed()), wanted))
      }),
    )
  })
})
