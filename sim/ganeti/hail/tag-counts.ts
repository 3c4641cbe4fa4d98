import type { HailInstance } from './hail-instance.ts'
import type { HailNode } from './hail-node.ts'

/** Counts of tags, which nodes keep of their primary instances. */
export type TagCounts = ReadonlyMap<string, number>

/** The counts with each of `keys` once more. */
export function countUp(counts: TagCounts, keys: readonly string[]): TagCounts {
  if (keys.length === 0) return counts
  const result = new Map(counts)
  for (const key of keys) result.set(key, (result.get(key) ?? 0) + 1)
  return result
}

/** The counts with each of `keys` once less; what is counted no more is no longer there. */
export function countDown(counts: TagCounts, keys: readonly string[]): TagCounts {
  if (keys.length === 0) return counts
  const result = new Map(counts)
  for (const key of keys) {
    const count = result.get(key)
    if (count === undefined) continue
    if (count > 1) result.set(key, count - 1)
    else result.delete(key)
  }
  return result
}

/** How many of the counted are one too many: each tag may be there once. */
export function surplus(counts: TagCounts): number {
  let sum = 0
  for (const count of counts.values()) sum += count - 1
  return sum
}

/** How many of the locations that an instance wishes for its primary node does not have. */
export function missedLocations(node: HailNode, { desiredLocations }: HailInstance): number {
  let missed = 0
  for (const location of desiredLocations) if (!node.locations.has(location)) missed += 1
  return missed
}

/** In how many failure domains both nodes are. */
export function sharedLocations(a: HailNode, b: HailNode): number {
  let shared = 0
  for (const location of a.locations) if (b.locations.has(location)) shared += 1
  return shared
}

/** Each of an instance's exclusion tags in each failure domain of its primary node. A tag has no line feed. */
export function locationExclusionsOf(node: HailNode, { exclusionTags }: HailInstance): string[] {
  return [...node.locations].flatMap(location => exclusionTags.map(tag => `${location}\n${tag}`))
}
