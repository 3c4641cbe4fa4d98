import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import type { Judgement } from '../../src/policy/object-permission.ts'
import type { Permission } from '../../src/policy/permission.ts'

/*
 * The words that the tables of the manual are about: what stands behind `ganeti:watcher:autorepair:` in a tag. The tables
 * have names where a tag has a time, which are years away from now, so that a harep with a real clock agrees.
 */

const PREFIX = 'ganeti:watcher:autorepair:'

const SECONDS = [
  ['PAST', '1000000000'],
  ['FUTURE', '4102444800'],
  ['LATER', '7258118400'],
] as const

export const UNREADABLE = 'suspend:tomorrow'

/** One of each kind: all that a tag can say, and one that says nothing. */
export const WORDS: readonly string[] = [
  ...REPAIR_TYPES,
  'suspend',
  UNREADABLE,
  'suspend:FUTURE',
  'suspend:PAST',
  'restart',
]

export const BY_DEFAULT: Judgement = { nowSeconds: 1_800_000_000n, unreadableSuspends: true }
export const CLASSIC: Judgement = { ...BY_DEFAULT, unreadableSuspends: false }

/** The tags that these words stand for. */
export function tagsOf(words: readonly string[]): readonly string[] {
  return words.map(word =>
    SECONDS.reduce((tag, [name, seconds]) => tag.replace(name, seconds), PREFIX + word),
  )
}

/** The word that stands for a tag. */
export function wordOf(tag: string): string {
  return SECONDS.reduce((word, [name, seconds]) => word.replace(seconds, name), tag.slice(PREFIX.length))
}

/** What a permission says, in the words of the tables. */
export function saying(permission: Permission | undefined): string {
  if (permission === undefined) return 'nothing'
  switch (permission.kind) {
    case 'not-enabled':
      return 'no repair'
    case 'enabled':
      return permission.upTo
    case 'suspended':
      return permission.untilSeconds === undefined
        ? 'suspended'
        : `until ${wordOf(PREFIX + permission.untilSeconds)}`
    default:
      return exhaustive(permission)
  }
}

/** Words as the manual writes tags. */
export function code(words: readonly string[]): string {
  return words.map(word => `\`${word}\``).join(', ')
}
