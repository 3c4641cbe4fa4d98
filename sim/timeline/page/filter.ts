import type { EntryData, PlayData } from '../page-data.ts'

/** What is looked for; an empty text means all. */
export interface Filter {
  readonly text: string
  readonly instance: string
  readonly node: string
  /** Kinds of entries that are hidden. */
  readonly hidden: ReadonlySet<string>
}

/** Which entries of a play match, by their index. */
export function matching({ entries }: PlayData, filter: Filter): readonly boolean[] {
  const text = filter.text.trim().toLowerCase()
  const names = [filter.instance, filter.node].map(name => (name === '' ? undefined : wholeWord(name)))
  return entries.map(entry => matches(entry, filter, text, names))
}

function matches(
  entry: EntryData,
  { instance, node, hidden }: Filter,
  text: string,
  [instanceWord, nodeWord]: readonly (RegExp | undefined)[],
): boolean {
  if (hidden.has(entry.kind)) return false
  if (text !== '' && !entry.text.toLowerCase().includes(text)) return false
  if (instanceWord !== undefined && entry.instance !== instance && !instanceWord.test(entry.text))
    return false
  return nodeWord === undefined || entry.node === node || nodeWord.test(entry.text)
}

/** The name, but not where it is part of a longer one. */
function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name.replace(/[^\w]/g, '\\$&')}(?![\\w-]|\\.\\w)`)
}
