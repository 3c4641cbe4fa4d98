/** Two words of 32 bits: the hash of one play, or of many. */
export type TraceHash = readonly [number, number]

/** Gathers what is to be hashed, one number or text after the other: FNV-1a twice, with bases and factors of their own. */
export class Hasher {
  #a = 0x811c9dc5
  #b = 0x6b43a9b5

  /** A whole number from -2^53 to 2^53. */
  number(value: number): void {
    this.#word(value | 0)
    this.#word(Math.floor(value / 2 ** 32) | 0)
  }

  text(text: string): void {
    let [a, b] = [this.#a, this.#b]
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index)
      a = Math.imul(a ^ unit, 0x01000193)
      b = Math.imul(b ^ unit, 0x0100012f)
    }
    this.#a = a
    this.#b = b
    // Without an end, "ab" and "c" would be as "a" and "bc".
    this.#word(text.length)
  }

  get hash(): TraceHash {
    return [spread(this.#a), spread(this.#b ^ (this.#a >>> 7))]
  }

  #word(word: number): void {
    this.#a = spread(Math.imul(this.#a ^ word, 0x01000193))
    this.#b = spread(Math.imul(this.#b ^ word, 0x0100012f))
  }
}

export const NO_HASH: TraceHash = [0, 0]

/** The hash of two sets of plays together: a sum, so that it does not matter in which order and where they were played. */
export function together([a, b]: TraceHash, [c, d]: TraceHash): TraceHash {
  return [(a + c) >>> 0, (b + d) >>> 0]
}

/** 16 digits. */
export function hashText(hash: TraceHash): string {
  return hash.map(word => word.toString(16).padStart(8, '0')).join('')
}

function spread(word: number): number {
  const mixed = Math.imul(word ^ (word >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 12)) >>> 0
}
