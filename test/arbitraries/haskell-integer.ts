import fc from 'fast-check'

/** What Haskell skips in front of a token: \t to \r, and Unicode's category Zs. Listed, so as not to ask the same regex. */
export const HASKELL_BLANKS: readonly string[] = [
  ...[9, 10, 11, 12, 13, 0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000],
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
].map(code => String.fromCodePoint(code))

/** What looks like a blank and is none to Haskell. */
export const NO_HASKELL_BLANKS = [
  '\u0085',
  '\u180e',
  '\u200b',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u0000',
] as const

const blanks = fc.string({ unit: fc.constantFrom(...HASKELL_BLANKS), maxLength: 2 })

/** Short texts of digits of all bases, signs, brackets and blanks: mostly no numbers, but nearly. */
export const integerNoise = fc.string({
  unit: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'0123456789') },
    { weight: 4, arbitrary: fc.constantFrom(...'()-xXoObBaFe+._, ') },
    { weight: 1, arbitrary: fc.constantFrom(...HASKELL_BLANKS, ...NO_HASKELL_BLANKS, '\u0664', '\u{1d7d8}') },
  ),
  maxLength: 12,
})

/** A spelling that Haskell reads, and the number that it means. */
export interface SpelledInteger {
  readonly text: string
  readonly value: bigint
}

const natural = fc.bigInt({ min: 0n, max: 2n ** 70n })

const magnitude: fc.Arbitrary<SpelledInteger> = fc
  .tuple(natural, fc.constantFrom('', '0x', '0X', '0o', '0O'), fc.nat({ max: 3 }), fc.boolean())
  .map(([value, prefix, zeros, upper]) => {
    const base = prefix === '' ? 10 : prefix.toLowerCase() === '0x' ? 16 : 8
    const digits = '0'.repeat(zeros) + value.toString(base)
    return { text: prefix + (upper ? digits.toUpperCase() : digits), value }
  })

const signed: fc.Arbitrary<SpelledInteger> = fc
  .tuple(blanks, fc.option(blanks, { nil: undefined }), magnitude)
  .map(([front, gap, { text, value }]) =>
    gap === undefined ? { text: front + text, value } : { text: `${front}-${gap}${text}`, value: -value },
  )

/** Every kind of spelling: blanks, brackets, a minus with or without a gap, three bases, leading zeros. */
export const spelledInteger: fc.Arbitrary<SpelledInteger> = fc
  .tuple(signed, fc.array(fc.tuple(blanks, blanks), { maxLength: 3 }))
  .map(([inner, brackets]) => ({
    value: inner.value,
    text: brackets.reduce((text, [front, back]) => `${front}(${text}${back})`, inner.text),
  }))
