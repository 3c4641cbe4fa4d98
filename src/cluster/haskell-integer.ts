/**
 * Numbers in repair tags are read as Haskell reads an Integer, since the original reads them so and a cluster's tags must
 * mean the same to both tools: blanks in front, any number of brackets, a minus sign (also apart from its digits), and
 * decimal, 0x or 0o digits are fine; blanks behind, a plus sign, an exponent or other digits are not (seen with Debian's
 * harep: oracle case suspend_ts_variants).
 */
const BLANKS = '[\\t\\n\\v\\f\\r\\p{Zs}]*'
const DIGITS = new RegExp(`^${BLANKS}(-?)${BLANKS}(0[xX][0-9a-fA-F]+|0[oO][0-7]+|[0-9]+)$`, 'u')
const BRACKETED = new RegExp(`^${BLANKS}\\(([^]*?)${BLANKS}\\)$`, 'u')

/** No tag is longer (128 characters of up to two units); without a bound, brackets and blanks take cubic time. */
const UNITS_MAX = 256

/** The integer that `text` spells in Haskell's syntax, or undefined. */
export function readHaskellInteger(text: string): bigint | undefined {
  if (text.length > UNITS_MAX) return undefined
  let inner = text
  // Each round takes off one pair of brackets, so the loop ends.
  for (let bracketed = BRACKETED.exec(inner); bracketed; bracketed = BRACKETED.exec(inner))
    inner = bracketed[1] ?? ''
  const [, sign, digits] = DIGITS.exec(inner) ?? []
  if (digits === undefined) return undefined
  const value = BigInt(digits.toLowerCase())
  return sign === '-' ? -value : value
}
