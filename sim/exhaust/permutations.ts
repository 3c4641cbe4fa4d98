/** All orders of the numbers from 0 to `count` - 1; an order is the list of where each number goes. */
export function permutations(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return permutations(count - 1).flatMap(before =>
    Array.from({ length: count }, (_, place) => [
      ...before.slice(0, place),
      count - 1,
      ...before.slice(place),
    ]),
  )
}
