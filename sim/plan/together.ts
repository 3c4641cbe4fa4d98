import { printable } from '../../src/report/printable.ts'
import { wrapLine } from '../demo/wrap.ts'

/** Instances of which the same is to be said, as lines: their names, and that once. A dead node has many of them. */
export function togetherLines<T extends { readonly instance: string }>(
  entries: readonly T[],
  say: (entry: T) => string,
): readonly string[] {
  const names = new Map<string, string[]>()
  for (const entry of entries) {
    const said = say(entry)
    names.set(said, [...(names.get(said) ?? []), entry.instance])
  }
  return [...names].flatMap(([said, together]) => wrapLine(printable(`${together.join(', ')}: ${said}`), 2))
}
