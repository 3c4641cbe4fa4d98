import { type Arbitrary, Random } from 'fast-check'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/**
 * What is left to chance in one scenario: fast-check's arbitraries, and a few plain choices, fed by one stream of random
 * numbers. One seed is one scenario on every machine. Nothing of it is kept for shrinking: that is done on the data.
 */
export class Draw {
  readonly #random: Random

  /** `seed`: a whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    const low = seed >>> 0
    const high = Math.floor(seed / 2 ** 32) >>> 0
    // The generator must not begin with all its bits 0, and neighbouring seeds are to have nothing in common.
    this.#random = new Random(
      xoroshiro128plusFromState([
        mixed(low),
        mixed(high ^ 0x5bf03635),
        mixed(~low),
        mixed(high + low + 1) | 1,
      ]),
    )
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return this.#random.nextInt(min, max)
  }

  /** Whether something is so that is in `percent` of all cases. */
  chance(percent: number): boolean {
    return this.#random.nextInt(0, 99) < percent
  }

  /** One of a list. Throws RangeError where it is empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('there is nothing to choose from')
    // The index is one of the list.
    return list[this.#random.nextInt(0, list.length - 1)] as T
  }

  /** Up to `count` different ones of a list, in an order left to chance. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const left = [...list]
    const chosen: T[] = []
    while (chosen.length < count && left.length > 0)
      chosen.push(...left.splice(this.#random.nextInt(0, left.length - 1), 1))
    return chosen
  }

  /** A value of an arbitrary. */
  one<T>(arbitrary: Arbitrary<T>): T {
    return arbitrary.generate(this.#random, undefined).value
  }
}

/** The finalizer of murmur3's 32 bits: every bit of the input moves half of the output. */
function mixed(word: number): number {
  let hash = word | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
