const RULER = '---------------------'

/** The block of counts that ends every run: the states that occur, in alphabetical order, as the original has it. */
export function countsText(states: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([state, count]) => `${state}: ${count}`)
  return [RULER, 'Instance status count', RULER, ...lines].map(line => `${line}\n`).join('')
}
