import { leastDestructive } from '../cluster/repair-type.ts'
import type { Decider, Level, Permission } from './permission.ts'
import { type PolicyTag, parsePolicyTag } from './policy-tag.ts'

/** One object that may carry policy tags. */
export interface TaggedObject {
  readonly level: Level
  readonly object: string
  readonly tags: readonly string[]
}

/** How to judge: the time, and whether a suspension that cannot be read suspends (it does not in the original). */
export interface Judgement {
  readonly nowSeconds: bigint
  readonly unreadableSuspends: boolean
}

/**
 * What the tags of one object say, or undefined when they say nothing and the next object up decides. Any suspension
 * comes before any permission, and one without end before the latest time; times that are over do not count. Of several
 * permissions the least destructive one holds (tags.md section 3; Ganeti src/Ganeti/HTools/Loader.hs getArPolicy).
 */
export function objectPermission(at: TaggedObject, judgement: Judgement): Permission | undefined {
  const said = at.tags.flatMap(tag => {
    const meaning = parsePolicyTag(tag)
    return meaning === undefined ? [] : [{ tag, meaning }]
  })
  const by = (tag: string): Decider => ({ level: at.level, object: at.object, tag })
  const find = (kind: PolicyTag['kind']) => said.find(({ meaning }) => meaning.kind === kind)

  const forever = find('suspend-forever')
  if (forever) return { kind: 'suspended', untilSeconds: undefined, unreadable: false, by: by(forever.tag) }
  const unreadable = judgement.unreadableSuspends ? find('suspend-unreadable') : undefined
  if (unreadable)
    return { kind: 'suspended', untilSeconds: undefined, unreadable: true, by: by(unreadable.tag) }

  const until = said
    .flatMap(({ tag, meaning }) =>
      meaning.kind === 'suspend-until' ? [{ tag, seconds: meaning.seconds }] : [],
    )
    .filter(({ seconds }) => seconds > judgement.nowSeconds)
    .reduce<{ tag: string; seconds: bigint } | undefined>(
      (a, b) => (a && a.seconds >= b.seconds ? a : b),
      undefined,
    )
  if (until) return { kind: 'suspended', untilSeconds: until.seconds, unreadable: false, by: by(until.tag) }

  const upTo = leastDestructive(
    said.flatMap(({ meaning }) => (meaning.kind === 'enable' ? [meaning.type] : [])),
  )
  const enable = said.find(({ meaning }) => meaning.kind === 'enable' && meaning.type === upTo)
  return upTo && enable ? { kind: 'enabled', upTo, by: by(enable.tag) } : undefined
}
