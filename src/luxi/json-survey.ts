import { LuxiMalformedError } from './luxi-error.ts'

/*
 * JSON.parse does most of what is needed, fast. This file does what it cannot do, in one walk over the text that looks at
 * brackets, commas, keys and numbers only. Before parsing, `needsRewrite` refuses what would exhaust the process; the text may be
 * anything then, so the walk must not rely on its being JSON. After JSON.parse has accepted the text, `rewriteJson` spells
 * two things differently where JSON.parse and Ganeti's own clients disagree: an integer beyond 2^53 would lose its last
 * digits (job ids have up to 19), so it becomes a string; and of two members of one name JSON.parse takes the last,
 * Ganeti's clients the first (harep-observed section 6), so the later one is cut out. Of luxid's answers only reason
 * trails, whose times are in nanoseconds, need the second walk.
 */

/** Brackets inside brackets; the deepest answer of luxid has about 12. Recursion over parsed JSON is safe below this. */
export const JSON_DEPTH_MAX = 500

/**
 * Objects, lists and members of objects in one text: V8 needs 50 to 100 bytes for each; 100,000 instances have 2 million.
 * What does not fit into V8's heap ends the process with no exception to catch, so these limits have to hold in its default
 * size, 2 GB on a small machine. An answer of 100 MB stays below them.
 */
export const JSON_PARTS_MAX = 12 * 1024 * 1024

/** Commas in one text, one less than the values of each list: 8 to 40 bytes each; 100,000 instances have 5 million. */
export const JSON_COMMAS_MAX = 32 * 1024 * 1024

/** Different keys in one text. Each new one may give an object a shape of its own. Answers of luxid have hundreds. */
export const JSON_KEYS_MAX = 64 * 1024

/** What rewriteJson changes in one text: some 100 bytes each. A reason trail has one for each of its entries. */
export const JSON_CHANGES_MAX = 4 * 1024 * 1024

/** 2^53 has 16 digits: a shorter integer is exact in any case. */
const EXACT_DIGITS_MAX = 15

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** How many pieces of a rewritten text are held before they are joined into one. */
const PIECES_MAX = 64 * 1024

/** A part of the text that is to be put between quotes or, else, to be cut out. */
interface Change {
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

/** What is known of the object or list that the walk is in, one for each depth, used again and again. */
interface Level {
  isObject: boolean
  /** The keys seen so far, made when there is one. */
  keys: Set<string> | undefined
  /** Where the latest comma of this object stands. */
  commaAt: number
  /** The comma before the member that repeats an earlier key and is being walked over, else -1. */
  repeatedFrom: number
}

/**
 * Whether `text`, should it be JSON, has to go through rewriteJson. Throws LuxiMalformedError if it is too deep, too wide
 * or too much.
 */
export function needsRewrite(text: string): boolean {
  let found = false
  walk(text, () => {
    found = true
  })
  return found
}

/** `text`, which must be valid JSON, with big integers as strings and without later members of the same name. */
export function rewriteJson(text: string): string {
  const changes: Change[] = []
  walk(text, change => changes.push(change))
  // A repeated member ends, and is noted, after what stands inside it.
  changes.sort((left, right) => left.start - right.start)
  const joined: string[] = []
  let pieces: string[] = []
  let from = 0
  for (const { start, end, isQuoted } of changes) {
    if (start < from) continue
    pieces.push(text.slice(from, start), isQuoted ? `"${text.slice(start, end)}"` : '')
    from = end
    if (pieces.length < PIECES_MAX) continue
    joined.push(pieces.join(''))
    pieces = []
  }
  return joined.concat(pieces, text.slice(from)).join('')
}

function walk(text: string, onChange: (change: Change) => void): void {
  let level: Level = newLevel()
  const levels: Level[] = [level]
  const keys = new Set<string>()
  let depth = 0
  let parts = 0
  let commas = 0
  let changes = 0
  const notePart = (index: number) => {
    parts++
    if (parts > JSON_PARTS_MAX) refuse(`more than ${JSON_PARTS_MAX} lists, objects and members`, index)
  }
  const noteChange = (start: number, end: number, isQuoted: boolean) => {
    changes++
    if (changes > JSON_CHANGES_MAX)
      refuse(`more than ${JSON_CHANGES_MAX} integers beyond 2^53 and repeated keys`, start)
    onChange({ start, end, isQuoted })
  }
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === QUOTE) {
      const end = stringEnd(text, index)
      if (level.isObject && isColonNext(text, end)) {
        notePart(index)
        noteKey(level, keys, text, index, end)
      }
      index = end - 1
    } else if (unit === MINUS || isDigit(unit)) {
      const end = numberEnd(text, index)
      if (end - index > EXACT_DIGITS_MAX && isBigInteger(text.slice(index, end))) noteChange(index, end, true)
      index = end - 1
    } else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      depth++
      if (depth > JSON_DEPTH_MAX) refuse(`more than ${JSON_DEPTH_MAX} levels of brackets`, index)
      notePart(index)
      level = levels[depth] ?? newLevel()
      levels[depth] = level
      level.isObject = unit === OPEN_OBJECT
      level.keys = undefined
      level.commaAt = -1
      level.repeatedFrom = -1
    } else if (unit === COMMA || unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
      if (level.repeatedFrom >= 0) noteChange(level.repeatedFrom, index, false)
      level.repeatedFrom = -1
      level.commaAt = index
      if (unit === COMMA) {
        commas++
        if (commas > JSON_COMMAS_MAX) refuse(`more than ${JSON_COMMAS_MAX} commas`, index)
        continue
      }
      if (depth === 0) continue
      level.keys = undefined
      depth--
      level = levels[depth] ?? level
    }
  }
}

function newLevel(): Level {
  return { isObject: false, keys: undefined, commaAt: -1, repeatedFrom: -1 }
}

function noteKey(level: Level, allKeys: Set<string>, text: string, start: number, end: number): void {
  const key = keyOf(text.slice(start, end))
  if (level.keys === undefined) level.keys = new Set()
  if (level.keys.has(key)) level.repeatedFrom = level.commaAt
  else level.keys.add(key)
  allKeys.add(key)
  if (allKeys.size > JSON_KEYS_MAX) refuse(`more than ${JSON_KEYS_MAX} different keys`, start)
}

/** The key that a literal spells: "a" and "\u0061" are the same one. */
function keyOf(literal: string): string {
  if (!literal.includes('\\')) return literal
  try {
    return JSON.stringify(JSON.parse(literal))
  } catch {
    return literal
  }
}

function isBigInteger(token: string): boolean {
  return /^-?[0-9]+$/.test(token) && !Number.isSafeInteger(Number(token))
}

/**
 * The index after the string that begins at `start`. Its end is looked for by indexOf: most of an answer is text in strings,
 * and a small answer is read before V8 has compiled a loop over its characters.
 */
function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1)
  while (quote >= 0 && isEscaped(text, quote, start)) quote = text.indexOf('"', quote + 1)
  return quote < 0 ? text.length : quote + 1
}

/** Whether an odd number of backslashes stands before `index`, in a string that begins at `start`. */
function isEscaped(text: string, index: number, start: number): boolean {
  let from = index - 1
  while (from > start && text.charCodeAt(from) === BACKSLASH) from--
  return (index - from) % 2 === 0
}

/** The index after the run of characters that a number may have. */
function numberEnd(text: string, start: number): number {
  let index = start + 1
  while (index < text.length) {
    const unit = text.charCodeAt(index)
    // 0x20 makes a letter lower case: e and E; 0x2b is the plus sign of an exponent.
    const isPart = isDigit(unit) || unit === DOT || (unit | 0x20) === 0x65 || unit === MINUS || unit === 0x2b
    if (!isPart) break
    index++
  }
  return index
}

function isColonNext(text: string, start: number): boolean {
  let index = start
  // 0x20 and what lies below it: the blanks that JSON allows. Another control is refused by JSON.parse.
  while (text.charCodeAt(index) <= 0x20) index++
  return text.charCodeAt(index) === COLON
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

function refuse(what: string, index: number): never {
  throw new LuxiMalformedError(
    `luxid's answer has ${what} at character ${index}, which no answer of Ganeti has`,
  )
}
