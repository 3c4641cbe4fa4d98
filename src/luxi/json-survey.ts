import { LuxiMalformedError } from './luxi-error.ts'

/*
 * JSON.parse does most of what is needed, fast. This file does what it cannot do, in one walk over the text that looks at
 * brackets, keys and numbers only. Before parsing, `surveyJson` refuses what would exhaust the process; the text may be
 * anything then, so the walk must not rely on its being JSON. After JSON.parse has accepted the text, `rewriteJson` spells
 * two things differently where JSON.parse and Ganeti's own clients disagree: an integer beyond 2^53 would lose its last
 * digits (job ids have up to 19), so it becomes a string; and of two members of one name JSON.parse takes the last,
 * Ganeti's clients the first (harep-observed section 6), so the later one is cut out. Of luxid's answers only reason
 * trails, whose times are in nanoseconds, need the second walk.
 */

/** Brackets inside brackets; the deepest answer of luxid has about 12. Recursion over parsed JSON is safe below this. */
export const JSON_DEPTH_MAX = 500

/** Objects and arrays in one text. V8 needs some 50 bytes for each, so this is 800 MB; 100,000 instances have 2 million. */
export const JSON_CONTAINERS_MAX = 16 * 1024 * 1024

/** Members of one object. V8 ends the process, with no exception to catch, when a hash table becomes too large. */
export const JSON_KEYS_MAX = 1024 * 1024

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

/** A part of the text, and what is to stand there instead. */
interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
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
  const pieces: string[] = []
  let from = 0
  for (const change of changes) {
    if (change.start < from) continue
    pieces.push(text.slice(from, change.start), change.text)
    from = change.end
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}

function walk(text: string, onChange: (change: Change) => void): void {
  let level: Level = newLevel()
  const levels: Level[] = [level]
  let depth = 0
  let containers = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === QUOTE) {
      const end = stringEnd(text, index)
      if (level.isObject && isColonNext(text, end)) noteKey(level, text, index, end)
      index = end - 1
    } else if (unit === MINUS || isDigit(unit)) {
      const end = numberEnd(text, index)
      if (end - index > EXACT_DIGITS_MAX) noteNumber(text, index, end, onChange)
      index = end - 1
    } else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      depth++
      containers++
      if (depth > JSON_DEPTH_MAX) refuse(`more than ${JSON_DEPTH_MAX} levels of brackets`, index)
      if (containers > JSON_CONTAINERS_MAX)
        refuse(`more than ${JSON_CONTAINERS_MAX} lists and objects`, index)
      level = levels[depth] ?? newLevel()
      levels[depth] = level
      level.isObject = unit === OPEN_OBJECT
      level.keys = undefined
      level.commaAt = -1
      level.repeatedFrom = -1
    } else if (unit === COMMA || unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
      if (level.repeatedFrom >= 0) onChange({ start: level.repeatedFrom, end: index, text: '' })
      level.repeatedFrom = -1
      level.commaAt = index
      if (unit === COMMA || depth === 0) continue
      level.keys = undefined
      depth--
      level = levels[depth] ?? level
    }
  }
}

function newLevel(): Level {
  return { isObject: false, keys: undefined, commaAt: -1, repeatedFrom: -1 }
}

function noteKey(level: Level, text: string, start: number, end: number): void {
  const key = keyOf(text.slice(start, end))
  if (level.keys === undefined) level.keys = new Set()
  if (level.keys.has(key)) level.repeatedFrom = level.commaAt
  else level.keys.add(key)
  if (level.keys.size > JSON_KEYS_MAX) refuse(`an object with more than ${JSON_KEYS_MAX} keys`, start)
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

function noteNumber(text: string, start: number, end: number, onChange: (change: Change) => void): void {
  const token = text.slice(start, end)
  if (/^-?[0-9]+$/.test(token) && !Number.isSafeInteger(Number(token)))
    onChange({ start, end, text: `"${token}"` })
}

/** The index after the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === QUOTE) return index + 1
    if (unit === BACKSLASH) index++
  }
  return text.length
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
