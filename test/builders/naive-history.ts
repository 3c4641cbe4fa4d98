import { type NaiveRepair, naiveRepairTag } from './naive-repair-tag.ts'

/** Where a naive reading of the tags ends; tags are named by their text. */
export type NaiveHistory =
  | {
      readonly kind: 'healthy' | 'pending' | 'failed'
      readonly last: string | undefined
      readonly stale: string[]
    }
  | { readonly kind: 'conflict'; readonly pending: string; readonly later: string }

type Told = NaiveRepair & { readonly tag: string }

/**
 * The state machine of autorepair-evolution.md section 4, word by word and slowly: the oldest repair is looked for among
 * those that are left, its weightiest tag is looked for among its tags, and so on until none is left.
 */
export function naiveHistory(tags: readonly string[]): NaiveHistory {
  let left: Told[] = tags.flatMap(tag => {
    const repair = naiveRepairTag(tag)
    return repair ? [{ ...repair, tag }] : []
  })
  let kind: 'healthy' | 'pending' | 'failed' = 'healthy'
  const seen: string[] = []
  while (left.length > 0 && kind !== 'failed') {
    const id = oldestId(left)
    const { tag, result } = weightiest(left.filter(each => each.id === id))
    left = left.filter(each => each.id !== id)
    if (kind === 'pending') return { kind: 'conflict', pending: seen.at(-1) ?? '', later: tag }
    kind = result === undefined ? 'pending' : result === 'failure' ? 'failed' : 'healthy'
    seen.push(tag)
  }
  return { kind, last: seen.at(-1), stale: seen.slice(0, -1).reverse() }
}

function oldestId(left: readonly Told[]): string {
  let oldest = left[0]
  for (const each of left) {
    if (!oldest || each.timeSeconds < oldest.timeSeconds) oldest = each
    if (each.timeSeconds === oldest.timeSeconds && codePoints(each.id) < codePoints(oldest.id)) oldest = each
  }
  return oldest?.id ?? ''
}

/** A text whose order by UTF-16 units is the order of the original by code points. */
function codePoints(text: string): string {
  return Array.from(text, character => (character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('')
}

function weightiest(group: readonly Told[]): Told {
  for (const result of ['failure', 'success', 'enoperm', undefined]) {
    const alike = group.filter(each => each.result === result)
    const latest = alike.reduce(
      (time, each) => (each.timeSeconds > time ? each.timeSeconds : time),
      -(10n ** 30n),
    )
    const last = alike.findLast(each => each.timeSeconds === latest)
    if (last) return last
  }
  throw new Error('a group has no tag')
}
