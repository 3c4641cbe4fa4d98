/**
 * --job-delay has always been read by Haskell's `reads` for Double (harep-observed.md section 10), and a script may hold
 * any form that it takes. Its grammar differs from JavaScript's: blanks before a token are skipped but none after the
 * last one, brackets may stand around the whole, a minus is a token of its own, there is no plus, digits stand on both
 * sides of a point, and hexadecimal and octal are integers only. What is left over after the longest number is an error
 * of its own, with the rest in the message; hence a reader and not one regular expression for good or bad.
 */
export type HaskellDouble =
  | { readonly kind: 'value'; readonly value: number }
  /** The text does not begin with a number. */
  | { readonly kind: 'unparsable' }
  /** It does, but `rest` follows. */
  | { readonly kind: 'leftover'; readonly rest: string }

// Haskell's isSpace: the six of ASCII and Unicode's space separators, no line separator and no byte order mark.
const BLANKS = /[\t-\r\p{Space_Separator}]*/uy
// A constructor's name ends where no letter, number, quote or underscore follows.
const NAMED = /(?:(NaN)|(Infinity))(?![\p{L}\p{N}_'])/uy
const RADIX = /0(?:[xX][0-9a-fA-F]+|[oO][0-7]+)/y
const DECIMAL = /[0-9]+(?:\.[0-9]+)?(?:[eE]([-+]?[0-9]+))?/y
// Haskell does not look further at an exponent that fits no Int: whatever its sign, the value is then Infinity (seen).
const EXPONENT_MAX = 2n ** 63n - 1n
const EXPONENT_MIN = -(2n ** 63n)

/** Matches a sticky pattern at a position; the match is where the pattern says, or there is none. */
function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}

function skipBlanks(text: string, position: number): number {
  return position + (matchAt(BLANKS, text, position)?.[0].length ?? 0)
}

interface Token {
  readonly value: number
  readonly end: number
}

/** The unsigned number at the position, blanks skipped before. */
function unsignedAt(text: string, from: number): Token | undefined {
  const position = skipBlanks(text, from)
  const named = matchAt(NAMED, text, position)
  if (named !== null) {
    return { value: named[1] === undefined ? Infinity : NaN, end: position + named[0].length }
  }
  const radix = matchAt(RADIX, text, position)
  if (radix !== null) {
    return { value: Number(BigInt(radix[0].toLowerCase())), end: position + radix[0].length }
  }
  const decimal = matchAt(DECIMAL, text, position)
  if (decimal === null) {
    return undefined
  }
  const exponent = BigInt(decimal[1]?.replace('+', '') ?? 0)
  const readable = exponent >= EXPONENT_MIN && exponent <= EXPONENT_MAX
  return { value: readable ? Number(decimal[0]) : Infinity, end: position + decimal[0].length }
}

function signedAt(text: string, from: number): Token | undefined {
  const position = skipBlanks(text, from)
  if (text[position] !== '-') {
    return unsignedAt(text, position)
  }
  const token = unsignedAt(text, position + 1)
  return token && { value: -token.value, end: token.end }
}

/** Reads a double as Haskell does; see HaskellDouble for the outcomes. */
export function readHaskellDouble(text: string): HaskellDouble {
  let position = 0
  let depth = 0
  for (let next = skipBlanks(text, 0); text[next] === '('; next = skipBlanks(text, position)) {
    position = next + 1
    depth += 1
  }
  const token = signedAt(text, position)
  if (token === undefined) {
    return { kind: 'unparsable' }
  }
  position = token.end
  for (; depth > 0; depth -= 1) {
    const next = skipBlanks(text, position)
    if (text[next] !== ')') {
      return { kind: 'unparsable' }
    }
    position = next + 1
  }
  return position === text.length
    ? { kind: 'value', value: token.value }
    : { kind: 'leftover', rest: text.slice(position) }
}
