import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { cannotConvert, RequestParseError, roundHalfEven } from '../haskell-text.ts'

/**
 * Decoding of a call's arguments, as strict as luxid's (luxi.md section 4): exactly so many, of exactly these types. Every
 * function throws RequestParseError, whose message is the answer.
 */
const TUPLES: Readonly<Record<number, string>> = { 1: '1 tuple', 2: 'Pair', 3: 'Triple', 5: 'Tuple5' }

/** Decodes `args` as a tuple of `count` elements by `decode`; a failure inside quotes the whole of them. */
export function tuple<T>(args: JsonValue, count: number, decode: (elements: readonly JsonValue[]) => T): T {
  if (!isJsonArray(args) || args.length !== count) {
    throw cannotConvert(args, `Unable to read ${TUPLES[count] ?? 'list'}`)
  }
  return quoting(args, () => decode(args))
}

/**
 * The only argument of a call, decoded by `decode`. luxid decodes a list of them and then takes it apart: where it has
 * another length, the message is the Haskell compiler's.
 *
 * @param place where in Ganeti's src/Ganeti/Luxi.hs the list is taken apart, as the message has it
 */
export function single<T>(args: JsonValue, place: string, decode: (element: JsonValue) => T): T {
  const [only, ...others] = quoting(args, () => readList(args, decode))
  if (only === undefined || others.length > 0) {
    throw new RequestParseError(`Pattern match failure in do expression at src/Ganeti/Luxi.hs:${place}`)
  }
  return only
}

/** Decodes a value; a failure inside quotes it. */
function quoting<T>(value: JsonValue, decode: () => T): T {
  return rewording(decode, problem => cannotConvert(value, problem).message)
}

/** Decodes by `decode`; a failure's message goes through `reword`. */
export function rewording<T>(decode: () => T, reword: (problem: string) => string): T {
  try {
    return decode()
  } catch (error) {
    if (error instanceof RequestParseError) throw new RequestParseError(reword(error.message))
    throw error
  }
}

/** null, or a list that is decoded apart from the other arguments, so that a failure quotes only it. */
export function listOrNull<T>(value: JsonValue | undefined, decode: (element: JsonValue) => T): T[] {
  const given = value ?? null
  return given === null ? [] : quoting(given, () => readList(given, decode))
}

export function readText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new RequestParseError('Unable to read String')
  return value
}

export function readFlag(value: JsonValue | undefined): boolean {
  if (typeof value !== 'boolean') throw new RequestParseError('Unable to read Bool')
  return value
}

/** An integer; Haskell rounds a fraction, and a half to the even side. */
export function readInteger(value: JsonValue | undefined): number {
  if (typeof value !== 'number') throw new RequestParseError('Unable to read Int')
  return roundHalfEven(value)
}

export function readList<T>(value: JsonValue | undefined, decode: (element: JsonValue) => T): T[] {
  if (!isJsonArray(value)) throw new RequestParseError('Unable to read list')
  return value.map(decode)
}

export function readTexts(value: JsonValue | undefined): string[] {
  return readList(value, readText)
}
