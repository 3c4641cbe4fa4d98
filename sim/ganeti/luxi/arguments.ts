import { isJsonArray, type JsonValue } from '../../../src/cluster/json.ts'
import { cannotConvert, RequestParseError } from '../haskell-text.ts'

/**
 * Decoding of a call's arguments, as strict as luxid's (luxi.md section 4): exactly so many, of exactly these types. Every
 * function throws RequestParseError, whose message is the answer.
 */
const TUPLES: Readonly<Record<number, string>> = { 2: 'Pair', 3: 'Triple', 4: 'Quadruple', 5: 'Tuple5' }

/** Decodes `args` as a tuple of `count` elements by `decode`; a failure inside quotes the whole of them. */
export function tuple<T>(args: JsonValue, count: number, decode: (elements: readonly JsonValue[]) => T): T {
  if (!isJsonArray(args) || args.length !== count) {
    throw cannotConvert(args, `Unable to read ${TUPLES[count] ?? 'List'}`)
  }
  return quoting(args, () => decode(args))
}

/** The only argument of a call, decoded by `decode`. */
export function single<T>(args: JsonValue, decode: (element: JsonValue) => T): T {
  if (!isJsonArray(args)) throw cannotConvert(args, 'Unable to read List')
  const [only] = args
  if (only === undefined || args.length !== 1) {
    throw new RequestParseError('Pattern match failure in do expression at src/Ganeti/Luxi.hs')
  }
  return quoting(args, () => decode(only))
}

function quoting<T>(args: JsonValue, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (error instanceof RequestParseError) throw cannotConvert(args, error.message)
    throw error
  }
}

export function readText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new RequestParseError('Unable to read String')
  return value
}

export function readFlag(value: JsonValue | undefined): boolean {
  if (typeof value !== 'boolean') throw new RequestParseError('Unable to read Bool')
  return value
}

export function readInteger(value: JsonValue | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new RequestParseError('Unable to read Int')
  return value
}

export function readList<T>(value: JsonValue | undefined, decode: (element: JsonValue) => T): T[] {
  if (!isJsonArray(value)) throw new RequestParseError('Unable to read List')
  return value.map(decode)
}

export function readTexts(value: JsonValue | undefined): string[] {
  return readList(value, readText)
}
