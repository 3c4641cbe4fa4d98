import { isJsonArray, isJsonObject, type JsonValue } from '../cluster/json.ts'
import { needsRewrite, rewriteJson } from './json-survey.ts'

/*
 * A few rows of a table are read as json-text.ts reads an answer: an integer beyond 2^53 is a string of its digits, and of
 * two members of one name the first counts. But where a glance shows how to get there with JSON.parse alone, no loop looks
 * at each character: the loops of json-survey.ts are slow until V8 has compiled them, and most runs are over by then. Only
 * brackets are not counted where there is no object: what reads a cell never walks down into it.
 */

/** Sixteen digits, neither behind a point nor behind another digit: what a time such as 1.7955509490632255e9 has not. */
const LONG_INTEGER = /[0-9]{16}(?<![.0-9][0-9]{16})/

/** The same, unless it stands behind a quote. */
const LEFT_INTEGER = /[0-9]{16}(?<![".0-9][0-9]{16})/

/**
 * An integer beyond 2^53 for certain, as the nanoseconds of each reason trail are. What looks like one within a string makes
 * the text no JSON any more when it is quoted: a digit then follows the end of a string.
 */
const QUOTABLE = /([[,:])([1-9][0-9]{16,})(?=[,\]}])/g

/** The end of a key. It may also be found within a string, but no key is missed. */
const KEY_END = /"[ \t\n\r]*:/g

/** Brackets in brackets in which members of objects are counted; jobs have about eight. */
const DEPTH_MAX = 40

/** The rows that a list in ASCII spells, or undefined where it is no JSON, or has more than json-survey.ts allows. */
export function readPiece(text: string): readonly JsonValue[] | undefined {
  return readAtOnce(text) ?? readCarefully(text)
}

/** undefined where something would have to be looked at more closely. */
function readAtOnce(text: string): readonly JsonValue[] | undefined {
  const hasLong = LONG_INTEGER.test(text)
  const quoted = hasLong ? text.replace(QUOTABLE, '$1"$2"') : text
  if (hasLong && LEFT_INTEGER.test(quoted)) return undefined
  const rows = parse(quoted)
  if (rows === undefined || !text.includes('{')) return rows
  // Of members of one name only one is in the value.
  return memberCount(rows, DEPTH_MAX) === text.match(KEY_END)?.length ? rows : undefined
}

function readCarefully(text: string): readonly JsonValue[] | undefined {
  try {
    // What JSON.parse accepts is all that rewriteJson may see.
    return needsRewrite(text) && parse(text) ? parse(rewriteJson(text)) : parse(text)
  } catch {
    return undefined
  }
}

function parse(text: string): readonly JsonValue[] | undefined {
  try {
    // JSON.parse gives nothing but null, booleans, numbers, strings, and arrays and objects of these; the text is a list.
    return JSON.parse(text) as readonly JsonValue[]
  } catch {
    return undefined
  }
}

/** How many members all objects in `value` have, or NaN where they are nested too deeply. */
function memberCount(value: JsonValue, depthMax: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depthMax === 0) return Number.NaN
  let count = 0
  if (isJsonArray(value)) {
    for (const item of value) count += memberCount(item, depthMax - 1)
  } else if (isJsonObject(value)) {
    // for-in instead of Object.keys: no list for each object.
    for (const key in value) count += 1 + memberCount(value[key] ?? null, depthMax - 1)
  }
  return count
}
