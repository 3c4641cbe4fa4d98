import { describe, expect, test } from 'vitest'
import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import { whatAllows } from '../../src/policy/what-allows.ts'
import { aGroup, anInstance, aSnapshot } from '../builders/cluster.ts'

const NOW = 1000n

const tags = (words: string) =>
  words.split(' ').flatMap(word => (word === '' ? [] : [`ganeti:watcher:autorepair:${word}`]))

/** The steps towards a failover, in short: `- OBJECT: TAGS` and `+ OBJECT: TAGS that go`. */
function steps(own: string, group: string, cluster: string, oneOff = ''): readonly string[] {
  const instance = anInstance({ tags: tags(own) })
  const snapshot = aSnapshot({
    groups: [aGroup('g1', tags(group))],
    instances: [instance],
    clusterTags: tags(cluster),
  })
  const oneOffs = tags(oneOff).flatMap(tag => parseRepairTag(tag) ?? [])
  const judgement = { nowSeconds: NOW, unreadableSuspends: true }
  const short = (given: readonly string[]) =>
    given.map(tag => tag.replace('ganeti:watcher:autorepair:', '')).join(' ')
  return whatAllows('failover', instance, snapshot, judgement, oneOffs).map(step => {
    if (step.kind === 'remove')
      return `- ${step.at.level}: ${short(step.at.tags)}${step.untilSeconds === undefined ? '' : ` until ${step.untilSeconds}`}`
    const { type, inPlaceOf } = step
    return `+ ${type}${inPlaceOf ? ` on ${inPlaceOf.level} for ${short(inPlaceOf.tags)}` : ''}`
  })
}

describe('what allows a repair', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['failover', '', '', []],
    ['reinstall', 'suspend', 'migrate', []],
    ['', '', '', ['+ failover']],
    ['suspend:999', '', '', ['+ failover']],
    ['migrate', 'failover', '', ['+ failover on instance for migrate']],
    ['reinstall migrate fix-storage', '', '', ['+ failover on instance for migrate fix-storage']],
    ['', 'migrate', 'failover', ['+ failover on group for migrate']],
    ['suspend', '', 'failover', ['- instance: suspend']],
    ['suspend:1001 suspend:2000', '', 'failover', ['- instance: suspend:1001 suspend:2000 until 2000']],
    ['suspend:1001 suspend:soon', '', 'failover', ['- instance: suspend:1001 suspend:soon']],
    ['suspend failover', 'suspend', '', ['- instance: suspend']],
    [
      'suspend',
      'suspend',
      'suspend failover',
      ['- instance: suspend', '- group: suspend', '- cluster: suspend'],
    ],
    ['suspend migrate', '', '', ['- instance: suspend', '+ failover on instance for migrate']],
    ['suspend', '', '', ['- instance: suspend', '+ failover']],
  ])(
    'with "%s" on the instance, "%s" on its group and "%s" on the cluster',
    (own, group, cluster, expected) => {
      expect(steps(own, group, cluster)).toEqual(expected)
    },
  )

  test('a one-off permission for so much counts as soon as nothing suspends it', () => {
    const once = 'pending:failover:once:1:'
    expect(steps('', '', '', once)).toEqual([])
    expect(steps('migrate', '', '', once)).toEqual([])
    expect(steps('suspend', 'migrate', 'suspend', once)).toEqual(['- instance: suspend'])
    expect(steps('suspend', '', 'suspend', once)).toEqual(['- instance: suspend', '- cluster: suspend'])
    expect(steps('', '', '', 'pending:migrate:once:1:')).toEqual(['+ failover'])
  })
})
