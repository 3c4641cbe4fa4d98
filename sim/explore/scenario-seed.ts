/**
 * The seed of a sweep's scenario number `index`: 48 bits, so that a million of them hardly ever meet, and those of two sweeps
 * have nothing to do with each other. Both from 0 to 2^53 - 1.
 */
export function scenarioSeed(sweepSeed: number, index: number): number {
  const high = mix(mix(mix(0x2545f491, sweepSeed), Math.floor(sweepSeed / 2 ** 32)), index)
  const low = mix(mix(mix(0x9e3779b9, index), sweepSeed), Math.floor(sweepSeed / 2 ** 32))
  return (high & 0xffff) * 2 ** 32 + (low >>> 0)
}

/** One round of murmur3's 32 bits, and its finalizer. */
function mix(hash: number, word: number): number {
  let mixed = hash ^ Math.imul(word | 0, 0xcc9e2d51)
  mixed = Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
