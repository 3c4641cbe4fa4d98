import { type Judgement, objectPermission } from '../../src/policy/object-permission.ts'
import type { Permission } from '../../src/policy/permission.ts'
import { markdownTable } from './markdown-table.ts'
import { BY_DEFAULT, CLASSIC, code, saying, tagsOf, UNREADABLE, WORDS, wordOf } from './policy-words.ts'

/** More than two tags: all kinds of conflict, and that the order in which they are written does not matter. */
export const SEVERAL: readonly (readonly string[])[] = [
  ['reinstall', 'migrate', 'failover'],
  ['reinstall', 'failover', 'suspend'],
  ['failover', 'suspend:FUTURE', 'suspend'],
  ['suspend:FUTURE', 'suspend:LATER', 'failover'],
  ['failover', 'suspend:PAST', 'suspend:FUTURE'],
  ['failover', 'suspend:PAST', 'restart'],
  ['failover', 'suspend:FUTURE', UNREADABLE],
  ['failover', 'suspend:PAST', UNREADABLE],
  ['reinstall', 'failover', UNREADABLE],
]

/** What these words say together on one object. */
export function saidTogether(words: readonly string[], judgement: Judgement): Permission | undefined {
  return objectPermission({ level: 'instance', object: 'I1', tags: tagsOf(words) }, judgement)
}

/** What each word says alone, by default and with --classic. */
export function oneTagTable(): string {
  const said = (word: string, judgement: Judgement) => inFull(saying(saidTogether([word], judgement)))
  return markdownTable([
    ['tag, behind `ganeti:watcher:autorepair:`', 'says', 'with `--classic`'],
    ...WORDS.map(word => {
      const [ours, classic] = [said(word, BY_DEFAULT), said(word, CLASSIC)]
      return [code([word]), ours, ours === classic ? 'the same' : `**${classic}**`]
    }),
  ])
}

function inFull(said: string): string {
  if (said === 'suspended') return 'suspended until the tag is removed'
  if (said.startsWith('until')) return `suspended ${said}`
  return said === 'nothing' ? said : `repairs up to ${said}`
}

/**
 * What two words say together, as a matrix over what each says alone: which of several words of the same meaning it is
 * makes no difference. Throws an Error where it does, since the table would then be wrong.
 */
export function twoTagsTable(): string {
  const matrix = meaningMatrix(BY_DEFAULT)
  const meanings = [...matrix.keys()]
  return markdownTable([
    ['', ...meanings],
    ...meanings.map(row => [row, ...meanings.map(column => matrix.get(row)?.get(column) ?? '')]),
  ])
}

/** Row and column are what one word says alone, the cell is what both say together. Throws as twoTagsTable does. */
export function meaningMatrix(judgement: Judgement): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const alone = (word: string) => saying(saidTogether([word], judgement))
  const matrix = new Map(WORDS.map(word => [alone(word), new Map<string, string>()]))
  for (const first of WORDS) {
    for (const second of WORDS) {
      const together = saying(saidTogether([first, second], judgement))
      const row = matrix.get(alone(first))
      if ((row?.get(alone(second)) ?? together) !== together)
        throw new Error(`${first} with ${second} says ${together}, others of the same meaning do not`)
      row?.set(alone(second), together)
    }
  }
  return matrix
}

/** What more than two words say together, and which of them decides. */
export function severalTagsTable(): string {
  const decided = (words: readonly string[], judgement: Judgement) => {
    const permission = saidTogether(words, judgement)
    const by = permission && permission.kind !== 'not-enabled' ? wordOf(permission.by.tag) : ''
    return [saying(permission), code([by])] as const
  }
  return markdownTable([
    ['tags', 'say', 'by', 'with `--classic`'],
    ...SEVERAL.map(words => {
      const [ours, by] = decided(words, BY_DEFAULT)
      const [classic, byClassic] = decided(words, CLASSIC)
      const same = ours === classic && by === byClassic
      return [code(words), ours, by, same ? 'the same' : `**${classic}**, by ${byClassic}`]
    }),
  ])
}
