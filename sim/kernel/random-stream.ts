import type { RandomStream } from './kernel.ts'

/**
 * Random numbers that are a function of a seed and a name. The generator is xoshiro128** of Blackman and Vigna (public
 * domain): four words of state, plain 32-bit arithmetic, so that every machine computes the same numbers. Its state comes
 * from the text `seed/name`, mixed by a hash; thus a new stream never moves the numbers of another one.
 *
 * @param seed of the whole simulation
 * @param name of the stream
 */
export function createRandomStream(seed: number, name: string): RandomStream {
  const next32 = xoshiro128(`${seed}/${name}`)
  return {
    next: () => next32() / 0x1_0000_0000,
    uuid: () => uuidText([next32(), next32(), next32(), next32()]),
  }
}

function xoshiro128(text: string): () => number {
  let state = hashOf(text)
  const mixed = (): number => {
    // The finalizer of splitmix32: neighbouring hashes become unrelated words.
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return word ^ (word >>> 15)
  }
  let a = mixed()
  let b = mixed()
  let c = mixed()
  // All four words zero would be a fixed point; one bit excludes that.
  let d = mixed() | 1
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** FNV-1a over UTF-16 units: simple, and good enough before the mixing above. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}

/** The text of a version 4 UUID (RFC 9562 section 5.4) made of four random words. */
function uuidText(words: readonly number[]): string {
  const hex = words.map(word => word.toString(16).padStart(8, '0')).join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
