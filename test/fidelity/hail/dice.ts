import { createRandomStream } from '../../../sim/kernel/random-stream.ts'

/** Choices that are a function of a seed. */
export class Dice {
  readonly #next: () => number

  constructor(seed: number, name: string) {
    const stream = createRandomStream(seed, name)
    this.#next = () => stream.next()
  }

  /** A whole number; both ends are possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1))
  }

  /** Whether something of that probability happens. */
  happens(probability: number): boolean {
    return this.#next() < probability
  }

  /** One of several. Throws RangeError if there is none. */
  pick<T>(choices: readonly T[]): T {
    const index = this.between(0, choices.length - 1)
    const found = choices.slice(index, index + 1)
    for (const choice of found) return choice
    throw new RangeError('nothing to choose from')
  }

  /** Those of several that happen. */
  some<T>(choices: readonly T[], probability: number): T[] {
    return choices.filter(() => this.happens(probability))
  }
}
