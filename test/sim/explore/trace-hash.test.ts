import { expect, test } from 'vitest'
import { scenarioSeed } from '../../../sim/explore/scenario-seed.ts'
import { Hasher, hashText, NO_HASH, together } from '../../../sim/explore/trace-hash.ts'

function hashOf(...parts: readonly (string | number)[]): string {
  const hasher = new Hasher()
  for (const part of parts) typeof part === 'string' ? hasher.text(part) : hasher.number(part)
  return hashText(hasher.hash)
}

test('what differs has another hash', () => {
  const hashes = [
    hashOf(),
    hashOf(''),
    hashOf('ab', 'c'),
    hashOf('a', 'bc'),
    hashOf('abc'),
    hashOf(1),
    hashOf(2 ** 40),
  ]
  expect(new Set(hashes).size).toBe(hashes.length)
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/)
  expect(hashOf('a', 1)).toBe(hashOf('a', 1))
})

test('a single digit moves about half of all bits', () => {
  const bits = Array.from({ length: 200 }, (_, value) => {
    const [a, b] = [hashOf('x', value), hashOf('x', value + 1)].map(hash => BigInt(`0x${hash}`))
    return (BigInt(a ?? 0) ^ BigInt(b ?? 0)).toString(2).replaceAll('0', '').length
  })
  const mean = bits.reduce((sum, one) => sum + one) / bits.length
  expect(mean).toBeGreaterThan(28)
  expect(mean).toBeLessThan(36)
})

test('the order in which hashes are put together does not count', () => {
  const [a, b, c] = [
    [1, 2],
    [0xffff_ffff, 5],
    [7, 0xffff_fffe],
  ] as const
  expect(together(together(a, b), c)).toStrictEqual(together(c, together(b, a)))
  expect(together(a, NO_HASH)).toStrictEqual(a)
})

test('the seeds of a sweep differ from each other and from those of its neighbours', () => {
  const seeds = [1, 2, 3, 2 ** 32 + 1, 2 ** 53 - 1].flatMap(sweep =>
    Array.from({ length: 2_000 }, (_, index) => scenarioSeed(sweep, index)),
  )
  expect(new Set(seeds).size).toBe(seeds.length)
  for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 48).toBe(true)
})
