import { HASKELL_BLANKS } from '../arbitraries/haskell-integer.ts'

/**
 * Haskell's integer syntax once more, as a walk over single characters instead of the regular expressions of the source:
 * the two agree on every text, or one of them is wrong.
 */
export function naiveHaskellInteger(text: string): bigint | undefined {
  const characters = [...text]
  let at = 0
  const skipBlanks = () => {
    while (HASKELL_BLANKS.includes(characters[at] ?? '')) at++
  }
  const digitsOf = (alphabet: string): bigint | undefined => {
    const start = at
    let value = 0n
    for (; at < characters.length; at++) {
      const digit = alphabet.indexOf((characters[at] ?? '').toLowerCase())
      if (digit < 0) break
      value = value * BigInt(alphabet.length) + BigInt(digit)
    }
    return at > start ? value : undefined
  }
  const natural = (): bigint | undefined => {
    const start = at
    const letter = characters[at] === '0' ? (characters[at + 1] ?? '') : ''
    if ('xXoO'.includes(letter) && letter !== '') {
      at += 2
      const value = digitsOf('xX'.includes(letter) ? '0123456789abcdef' : '01234567')
      if (value !== undefined) return value
      at = start
    }
    return digitsOf('0123456789')
  }
  const expression = (): bigint | undefined => {
    skipBlanks()
    if (characters[at] === '(') {
      at++
      const value = expression()
      skipBlanks()
      if (characters[at] !== ')') return undefined
      at++
      return value
    }
    if (characters[at] !== '-') return natural()
    at++
    skipBlanks()
    const value = natural()
    return value === undefined ? undefined : -value
  }
  const value = expression()
  return at === characters.length ? value : undefined
}
