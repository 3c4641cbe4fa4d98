/** The words that may stand in the next column, by those in the columns before it; none where the table ends. */
export type NextWords = (chosen: readonly string[]) => readonly string[]

/**
 * The rows of a table over all combinations of words: words that make no difference to all that follows share a row.
 * `label` names such words; `all` are those that may stand there.
 */
export function groupedRows(
  nextWords: NextWords,
  cellsOf: (combination: readonly string[]) => readonly string[],
  label: (alike: readonly string[], all: readonly string[]) => string,
  chosen: readonly string[] = [],
): readonly (readonly string[])[] {
  const words = nextWords(chosen)
  if (words.length === 0) return [cellsOf(chosen)]
  const groups = new Map<
    string,
    { readonly alike: string[]; readonly rows: readonly (readonly string[])[] }
  >()
  for (const word of words) {
    const rows = groupedRows(nextWords, cellsOf, label, [...chosen, word])
    const key = JSON.stringify(rows)
    const group = groups.get(key) ?? { alike: [], rows }
    group.alike.push(word)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ alike, rows }) => rows.map(row => [label(alike, words), ...row]))
}
