import { covers, REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { effectivePermission } from '../../src/policy/effective-permission.ts'
import type { Judgement } from '../../src/policy/object-permission.ts'
import type { Decider, Permission } from '../../src/policy/permission.ts'
import { aGroup, aNode, anInstance, aSnapshot } from '../builders/cluster.ts'
import type { TagsAbove } from '../builders/naive-permission.ts'
import { groupedRows } from './grouped-rows.ts'
import { markdownTable } from './markdown-table.ts'
import { BY_DEFAULT, code, saying, tagsOf, wordOf } from './policy-words.ts'

/** What each of the three objects may carry in the table; the empty word is no tag. */
export const LEVEL_WORDS: readonly string[] = ['fix-storage', 'reinstall', 'suspend', 'suspend:PAST', '']

/** What holds for the instance I1 if it, its group G1 and the cluster carry these words. */
export function heldBy(words: TagsAbove, judgement: Judgement): Permission {
  const i1 = anInstance({ name: 'I1', tags: tagsOf(words.instance) })
  const snapshot = aSnapshot({
    groups: [{ ...aGroup('g1', tagsOf(words.group)), name: 'G1' }],
    instances: [i1],
    clusterTags: tagsOf(words.cluster),
  })
  return effectivePermission(snapshot, judgement)(i1)
}

/** A word for each of the three objects, from the nearest on. */
export function above(combination: readonly string[]): TagsAbove {
  const [instance = [], group = [], cluster = []] = combination.map(word => (word === '' ? [] : [word]))
  return { instance, group, cluster }
}

/** All combinations, with equal ones put together. */
export function levelsTable(): string {
  return markdownTable([
    ['on the instance', 'on its group', 'on the cluster', 'what holds', 'decided by'],
    ...groupedRows(
      chosen => (chosen.length < 3 ? LEVEL_WORDS : []),
      words => {
        const permission = heldBy(above(words), BY_DEFAULT)
        return [saying(permission), decider(permission)]
      },
      (alike, all) => (alike.length === all.length ? 'anything' : alike.map(labelOf).join(' or ')),
    ),
  ])
}

/** The example of the man page: the cluster permits two types, one instance has a tag of its own. */
export function exampleTable(): string {
  const [i1, i2] = [
    anInstance({ name: 'I1', tags: tagsOf(['failover']) }),
    anInstance({ name: 'I2', tags: [] }),
  ]
  const clusterTags = tagsOf(['fix-storage', 'reinstall'])
  const snapshot = aSnapshot({ nodes: [aNode('n1')], instances: [i1, i2], clusterTags })
  const permissionOf = effectivePermission(snapshot, BY_DEFAULT)
  return markdownTable([
    [
      'instance',
      'its own tags',
      "the cluster's tags",
      ...REPAIR_TYPES.map(type => code([type])),
      'decided by',
    ],
    ...snapshot.instances.map(instance => {
      const permission = permissionOf(instance)
      const allowed = (type: (typeof REPAIR_TYPES)[number]) =>
        permission.kind === 'enabled' && covers(permission.upTo, type) ? 'yes' : 'no'
      return [
        instance.name,
        code(instance.tags.map(wordOf)) || 'none',
        code(clusterTags.map(wordOf)),
        ...REPAIR_TYPES.map(allowed),
        decider(permission),
      ]
    }),
  ])
}

function decider(permission: Permission): string {
  return permission.kind === 'not-enabled' ? 'no tag that counts' : onObject(permission.by)
}

function onObject({ level, object, tag }: Decider): string {
  return `${code([wordOf(tag)])} on ${level === 'cluster' ? 'the cluster' : `${level} ${object}`}`
}

function labelOf(word: string): string {
  return word === '' ? 'no tag' : code([word])
}
