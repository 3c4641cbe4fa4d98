import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Snapshot } from '../../src/cluster/snapshot.ts'
import { effectivePermission } from '../../src/policy/effective-permission.ts'
import { expiredSuspensions } from '../../src/policy/expired-suspensions.ts'
import { enableTag, foreverTag, silentTag, unreadableSuspension } from '../arbitraries/policy-tag.ts'
import { aGroup, anInstance, aSnapshot } from '../builders/cluster.ts'

const PREFIX = 'ganeti:watcher:autorepair:suspend'
const NOW = 1_700_000_000n
const DAY_SECONDS = 86_400n

/** Which of these words after `ganeti:watcher:autorepair:` an instance loses at NOW. */
function lost(words: readonly string[]): readonly string[] {
  const tags = words.map(word => `ganeti:watcher:autorepair:${word}`)
  const snapshot = aSnapshot({ instances: [anInstance({ tags })] })
  return expiredSuspensions(snapshot, NOW).flatMap(object =>
    object.tags.map(tag => tag.slice('ganeti:watcher:autorepair:'.length)),
  )
}

describe('a tag', () => {
  test.each([
    ['a second more than a day ago', 'suspend:1699913599'],
    ['in 1970', 'suspend:0'],
    ['before 1970', 'suspend:-5'],
    ['long ago, in another spelling of the number', 'suspend:0x10'],
    ['long ago, in brackets', 'suspend:(16)'],
    ['before all time', `suspend:-${'9'.repeat(60)}`],
  ])('whose time passed %s is removed', (_, word) => {
    expect(lost([word])).toStrictEqual([word])
  })

  test.each([
    ['whose time passed exactly a day ago', 'suspend:1699913600'],
    ['whose time passed an hour ago', 'suspend:1699996400'],
    ['whose time is now', 'suspend:1700000000'],
    ['whose time comes', 'suspend:1700000001'],
    ['whose time comes after all time', `suspend:${'9'.repeat(60)}`],
    ['without a time', 'suspend'],
    ['with an empty time', 'suspend:'],
    ['with a time that cannot be read', 'suspend:2001-01-01'],
    ['with a time and a blank', 'suspend:5 '],
    ['with a time and more', 'suspend:5:'],
    ['with a plus sign', 'suspend:+5'],
    ['that only looks like a suspension', 'suspended:5'],
    ['of a repair that was pending long ago', 'pending:failover:U:5:7'],
    ['of a repair that was done long ago', 'result:failover:U:5:success:7'],
    ['that permits', 'failover'],
  ])('%s stays', (_, word) => {
    expect(lost([word])).toStrictEqual([])
  })

  test('that is told twice is removed once, since Ganeti refuses to delete a tag twice', () => {
    expect(lost(['suspend:5', 'suspend:5', 'suspend:05'])).toStrictEqual(['suspend:5', 'suspend:05'])
  })
})

test('instances, groups and the cluster come in the order of the snapshot, and only those that lose something', () => {
  const [old, older, fresh] = [`${PREFIX}:9`, `${PREFIX}:8`, `${PREFIX}:1700000000`]
  const snapshot = aSnapshot({
    instances: [
      anInstance({ name: 'web2', tags: [fresh, old, 'env:test', older] }),
      anInstance({ name: 'web10', tags: [fresh] }),
      anInstance({ name: 'web1', tags: [older] }),
    ],
    groups: [aGroup('g2', [old]), aGroup('g3'), aGroup('g1', [older, old])],
    clusterTags: [old, `${PREFIX}:`],
  })
  expect(expiredSuspensions(snapshot, NOW)).toStrictEqual([
    { level: 'instance', object: 'web2', tags: [old, older] },
    { level: 'instance', object: 'web1', tags: [older] },
    { level: 'group', object: 'group-g2', tags: [old] },
    { level: 'group', object: 'group-g1', tags: [older, old] },
    { level: 'cluster', object: 'cluster', tags: [old] },
  ])
})

describe('whatever the tags', () => {
  /** Times close around the two moments that matter, a day ago and now. */
  const timed = fc
    .tuple(fc.constantFrom(NOW, NOW - DAY_SECONDS, 0n, 2n * NOW), fc.bigInt({ min: -2n, max: 2n }))
    .map(([around, off]) => `${PREFIX}:${around + off}`)
  const tags = fc.array(
    fc.oneof({ weight: 4, arbitrary: timed }, enableTag, foreverTag, unreadableSuspension, silentTag),
    { maxLength: 5 },
  )
  const snapshots = fc
    .record({ first: tags, second: tags, group: tags, cluster: tags })
    .map(({ first, second, group, cluster }) =>
      aSnapshot({
        instances: [anInstance({ name: 'i1', tags: first }), anInstance({ name: 'i2', tags: second })],
        groups: [aGroup('g1', group)],
        clusterTags: cluster,
      }),
    )

  test('only timed suspensions go, and of these exactly the ones older than a day', () => {
    fc.assert(
      fc.property(tags, held => {
        const old = held.filter(tag => {
          const digits = /^ganeti:watcher:autorepair:suspend:(-?\d+)$/.exec(tag)?.[1]
          return digits !== undefined && BigInt(digits) < NOW - DAY_SECONDS
        })
        const snapshot = aSnapshot({ instances: [anInstance({ tags: held })] })
        expect(expiredSuspensions(snapshot, NOW)).toStrictEqual(
          old.length === 0 ? [] : [{ level: 'instance', object: 'i1', tags: [...new Set(old)] }],
        )
      }),
    )
  })

  test('without them the same is allowed at any later time, and even if the clock jumps back by up to a day', () => {
    const clock = fc.oneof(
      fc.bigInt({ min: NOW - DAY_SECONDS, max: 3n * NOW }),
      fc.constantFrom(NOW, NOW - DAY_SECONDS),
    )
    fc.assert(
      fc.property(snapshots, clock, fc.boolean(), (snapshot, nowSeconds, unreadableSuspends) => {
        const judgement = { nowSeconds, unreadableSuspends }
        const [before, after] = [snapshot, without(snapshot)].map(each =>
          effectivePermission(each, judgement),
        )
        for (const instance of snapshot.instances) {
          const same = without(snapshot).instances.find(({ name }) => name === instance.name)
          expect(same && after?.(same)).toStrictEqual(before?.(instance))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('once they are removed, nothing is left to remove', () => {
    fc.assert(
      fc.property(snapshots, snapshot => {
        expect(expiredSuspensions(without(snapshot), NOW)).toStrictEqual([])
      }),
    )
  })

  /** The snapshot after the tags that are expired at NOW were deleted. */
  function without(snapshot: Snapshot): Snapshot {
    const gone = expiredSuspensions(snapshot, NOW)
    const left = (level: string, object: string, held: readonly string[]) => {
      const deleted = gone.find(each => each.level === level && each.object === object)?.tags ?? []
      return held.filter(tag => !deleted.includes(tag))
    }
    return {
      ...snapshot,
      instances: snapshot.instances.map(each => ({
        ...each,
        tags: left('instance', each.name, each.tags),
      })),
      groups: new Map(
        [...snapshot.groups].map(([uuid, each]) => [
          uuid,
          { ...each, tags: left('group', each.name, each.tags) },
        ]),
      ),
      clusterTags: left('cluster', 'cluster', snapshot.clusterTags),
    }
  }
})
