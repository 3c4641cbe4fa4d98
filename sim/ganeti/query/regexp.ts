import { RequestParseError } from '../haskell-text.ts'

/*
 * luxid compiles the patterns of filters with PCRE while it reads the request. JavaScript's expressions are near enough to
 * those that anybody writes in a filter; only the options that a pattern may begin with, such as `(?i)`, are written
 * differently. A pattern that JavaScript refuses counts as one that PCRE refuses, in PCRE's words where they are known.
 */

/** Longer patterns than this are refused: JavaScript's engine may need exponential time. */
const PATTERN_LENGTH_MAX = 200

/** Compiles a filter's pattern. Throws RequestParseError with luxid's message, which shows an offset and PCRE's words. */
export function compileRegexp(pattern: string): RegExp {
  const [options = '', letters = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? []
  const rest = pattern.slice(options.length)
  if (pattern.length > PATTERN_LENGTH_MAX) {
    throw refusal(PATTERN_LENGTH_MAX, 'regular expression is too large')
  }
  try {
    return new RegExp(rest, `u${[...new Set(letters)].join('')}`)
  } catch {
    throw pcreProblem(rest, options.length)
  }
}

/** PCRE reads from the left and names the first problem it meets. */
function pcreProblem(pattern: string, offset: number): RequestParseError {
  let open = 0
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? ''
    if (character === '\\') {
      at += 1
      if (at === pattern.length) return refusal(offset + at, '\\ at end of pattern')
    } else if (character === '[') {
      const end = classEnd(pattern, at)
      if (end < 0) return refusal(offset + pattern.length, 'missing terminating ] for character class')
      at = end
    } else if (character === '(') {
      open += 1
    } else if (character === ')') {
      if (open === 0) return refusal(offset + at, 'unmatched parentheses')
      open -= 1
    } else if ('*+?'.includes(character) && (at === 0 || '(|'.includes(pattern[at - 1] ?? ''))) {
      if (character !== '?' || pattern[at - 1] !== '(') return refusal(offset + at, 'nothing to repeat')
    }
  }
  if (open > 0) return refusal(offset + pattern.length, 'missing )')
  return refusal(offset, 'internal error: unexpected repeat')
}

function classEnd(pattern: string, start: number): number {
  // A bracket that stands first in a class is one of its characters.
  let at = start + (pattern[start + 1] === '^' ? 2 : 1)
  if (pattern[at] === ']') at += 1
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1
    else if (pattern[at] === ']') return at
  }
  return -1
}

function refusal(offset: number, words: string): RequestParseError {
  return new RequestParseError(`(${offset},${JSON.stringify(words)})`)
}
