import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { effectivePermission } from '../../src/policy/effective-permission.ts'
import type { Permission } from '../../src/policy/permission.ts'
import {
  enableTag,
  foreverTag,
  futureSuspension,
  NOW_SECONDS,
  pastSuspension,
  policyTags,
  silentTag,
  unreadableSuspension,
} from '../arbitraries/policy-tag.ts'
import { aGroup, aNode, anInstance, aSnapshot } from '../builders/cluster.ts'
import { naivePermission, type TagsAbove } from '../builders/naive-permission.ts'

const ON = 'ganeti:watcher:autorepair:'

/** What holds for i1 on n1 in group g1, with these tags; the secondary n2 is in g2, whose tags are given apart. */
function judge(
  tags: TagsAbove,
  unreadableSuspends = true,
  groupOfSecondary: readonly string[] = [],
): Permission {
  const instance = anInstance({ tags: tags.instance })
  const snapshot = aSnapshot({
    nodes: [aNode('n1'), aNode('n2', { groupUuid: 'g2' })],
    groups: [aGroup('g2', groupOfSecondary), aGroup('g1', tags.group)],
    instances: [instance],
    clusterTags: tags.cluster,
  })
  return effectivePermission(snapshot, { nowSeconds: NOW_SECONDS, unreadableSuspends })(instance)
}

/** The repair types that a permission lets through. */
function allowed(permission: Permission): readonly string[] {
  return permission.kind === 'enabled' ? REPAIR_TYPES.filter(type => covers(permission.upTo, type)) : []
}

const tagsAbove = fc.record({ instance: policyTags, group: policyTags, cluster: policyTags })
const level = fc.constantFrom('instance', 'group', 'cluster')

describe('where the nearest word stands', () => {
  test.each([
    [[], [], [], 'not-enabled'],
    [[], [], ['failover'], 'enabled by cluster cluster'],
    [[], ['failover'], [], 'enabled by group group-g1'],
    [['failover'], [], [], 'enabled by instance i1'],
    [['reinstall'], ['fix-storage'], ['migrate'], 'enabled by instance i1'],
    [[], ['reinstall'], ['migrate'], 'enabled by group group-g1'],
    // A nearer permission beats a farther suspension, and the other way about.
    [['failover'], ['suspend'], ['suspend'], 'enabled by instance i1'],
    [[], ['failover'], ['suspend'], 'enabled by group group-g1'],
    [['suspend'], ['failover'], ['failover'], 'suspended by instance i1'],
    [[], ['suspend'], ['failover'], 'suspended by group group-g1'],
    [[], [], ['suspend', 'failover'], 'suspended by cluster cluster'],
    // A suspension that is over says nothing, so the next object is asked.
    [['suspend:5'], ['failover'], [], 'enabled by group group-g1'],
    [['suspend:5'], ['suspend:6'], ['failover'], 'enabled by cluster cluster'],
    [['suspend:5'], [], [], 'not-enabled'],
    [['suspend:5'], [], ['suspend'], 'suspended by cluster cluster'],
    [['suspend:9999999999'], [], ['failover'], 'suspended by instance i1'],
    [['suspend:oops'], [], ['failover'], 'suspended by instance i1'],
    [['Failover'], ['failover:'], ['migrate'], 'enabled by cluster cluster'],
  ])('instance %j, group %j, cluster %j: %s', (instance, group, cluster, expected) => {
    const tags = { instance: words(instance), group: words(group), cluster: words(cluster) }
    const permission = judge(tags)
    expect(
      permission.kind === 'not-enabled'
        ? permission.kind
        : `${permission.kind} by ${permission.by.level} ${permission.by.object}`,
    ).toBe(expected)
  })

  function words(after: readonly string[]): string[] {
    return after.map(word => ON + word)
  }

  // The example of the man page harep(1).
  test('with fix-storage and reinstall on the cluster and failover on I1, I1 is failed over and I2 is not', () => {
    const [i1, i2] = [
      anInstance({ name: 'I1', tags: [`${ON}failover`] }),
      anInstance({ name: 'I2', tags: [] }),
    ]
    const snapshot = aSnapshot({ instances: [i1, i2], clusterTags: [`${ON}fix-storage`, `${ON}reinstall`] })
    const permission = effectivePermission(snapshot, { nowSeconds: 0n, unreadableSuspends: false })
    expect(allowed(permission(i1))).toStrictEqual(['fix-storage', 'migrate', 'failover'])
    expect(allowed(permission(i2))).toStrictEqual(['fix-storage'])
  })

  test('an instance on a node that is not known is under the tags of the cluster', () => {
    const instance = anInstance({ primary: 'ghost' })
    const snapshot = aSnapshot({
      groups: [aGroup('g1', [`${ON}suspend`])],
      instances: [instance],
      clusterTags: [`${ON}migrate`],
    })
    const permission = effectivePermission(snapshot, { nowSeconds: 0n, unreadableSuspends: false })(instance)
    expect(allowed(permission)).toStrictEqual(['fix-storage', 'migrate'])
  })
})

describe('whatever the tags', () => {
  test.each([true, false])(
    'sorting all of them by rank gives the same (unreadable suspends: %s)',
    unreadable => {
      fc.assert(
        fc.property(tagsAbove, tags => {
          expect(judge(tags, unreadable)).toStrictEqual(naivePermission(tags, NOW_SECONDS, unreadable))
        }),
        { numRuns: 1000 },
      )
    },
  )

  test('the group of the secondary node does not matter', () => {
    fc.assert(
      fc.property(tagsAbove, policyTags, (tags, others) => {
        expect(judge(tags, true, others)).toStrictEqual(judge(tags))
      }),
    )
  })

  test('the tags of other instances do not matter', () => {
    fc.assert(
      fc.property(policyTags, policyTags, (mine, others) => {
        const [instance, other] = [anInstance({ tags: mine }), anInstance({ name: 'i2', tags: others })]
        const judgement = { nowSeconds: NOW_SECONDS, unreadableSuspends: true }
        const together = effectivePermission(aSnapshot({ instances: [other, instance] }), judgement)
        // Asked first, the other one must leave no trace.
        together(other)
        const alone = effectivePermission(aSnapshot({ instances: [instance] }), judgement)
        expect(together(instance)).toStrictEqual(alone(instance))
      }),
    )
  })

  test('a suspension on the instance suspends it', () => {
    fc.assert(
      fc.property(tagsAbove, fc.oneof(foreverTag, futureSuspension, unreadableSuspension), (tags, tag) => {
        const permission = judge({ ...tags, instance: [...tags.instance, tag] })
        expect(permission.kind).toBe('suspended')
        expect(permission.kind === 'suspended' && permission.by.level).toBe('instance')
      }),
    )
  })

  test('a suspension that is over changes nothing, and neither does a tag without a meaning', () => {
    fc.assert(
      fc.property(tagsAbove, level, fc.oneof(pastSuspension, silentTag), (tags, where, tag) => {
        expect(judge({ ...tags, [where]: [tag, ...tags[where]] })).toStrictEqual(judge(tags))
      }),
    )
  })

  test('one permission more on an object that has one never allows more', () => {
    fc.assert(
      fc.property(tagsAbove, level, enableTag, enableTag, (tags, where, has, more) => {
        const before = judge({ ...tags, [where]: [has, ...tags[where]] })
        const after = judge({ ...tags, [where]: [has, ...tags[where], more] })
        expect(allowed(before)).toStrictEqual(expect.arrayContaining([...allowed(after)]))
      }),
    )
  })

  test('a more destructive one there changes nothing at all', () => {
    fc.assert(
      fc.property(tagsAbove, level, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (tags, where, first, second) => {
        const [has, more] = [Math.min(first, second), Math.max(first, second)].map(
          index => `${ON}${REPAIR_TYPES[index]}`,
        )
        fc.pre(has !== undefined && more !== undefined && has !== more)
        const before = { ...tags, [where]: [has, ...tags[where]] }
        expect(judge({ ...tags, [where]: [has, more, ...tags[where]] })).toStrictEqual(judge(before))
      }),
    )
  })
})
