/** The list without parts of it: first each half is left out, then each quarter, and in the end each single member. */
export function* without<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (let size = list.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end: what happens late is most often what does not matter.
    for (let end = list.length; end > 0; end -= size) {
      const start = Math.max(0, end - size)
      yield [...list.slice(0, start), ...list.slice(end)]
    }
  }
}
