/** Names that are no longer than this are compared; hostile ones would cost their length squared. */
const LENGTH_MAX = 100
const SUGGESTIONS_MAX = 3
/** How many letters may be wrong, missing, too many or swapped. */
const DISTANCE_MAX = 2

/** At most three names that somebody who typed `text` may have meant, the nearest first; compared without their domains, too. */
export function nearNames(text: string, names: readonly string[]): readonly string[] {
  const typed = text.toLowerCase()
  if (typed.length > LENGTH_MAX) return []
  return names
    .map(name => ({ name, distance: nearestDistance(typed, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.min(DISTANCE_MAX, typed.length - 1))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS_MAX)
    .map(({ name }) => name)
}

function nearestDistance(typed: string, name: string): number {
  const [label = name] = name.split('.', 1)
  return Math.min(boundedDistance(typed, name), boundedDistance(typed, label))
}

/** Optimal string alignment (Damerau-Levenshtein without later changes of swapped letters), or more than the bound. */
function boundedDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > DISTANCE_MAX) return DISTANCE_MAX + 1
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          at(previous, j) + 1,
          at(row, j - 1) + 1,
          at(previous, j - 1) + same,
          swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = previous
    previous = row
  }
  return at(previous, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
