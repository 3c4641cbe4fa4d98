import type { JsonValue } from '../../../src/cluster/json.ts'

/*
 * luxid reads JSON with Haskell's Text.JSON, which takes a little more than JSON.parse and says what is wrong in words of
 * its own, which end in the rest of the text. The parser is a cursor over the text; whatever it refuses it throws as a
 * HaskellJsonError. The nesting of the text was bounded before (sim/luxi-server/read-request.ts), so it may be recursive.
 */

/** A text that Text.JSON does not take; the message is its. */
export class HaskellJsonError extends Error {}

/** Reads a whole message: an object or a list. Throws HaskellJsonError. */
export function parseHaskellJson(text: string): JsonValue {
  if (text[0] !== '{' && text[0] !== '[') {
    throw new HaskellJsonError('Invalid JSON: a JSON text a serialized object or array at the top level.')
  }
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** How much of the rest of the text a message quotes. */
const CONTEXT_MAX = 8

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): JsonValue {
    const character = this.#text[this.#at]
    switch (character) {
      case '"':
        return this.#string()
      case '[':
        return this.#list()
      case '{':
        return this.#object()
      case 't':
        return this.#word('true', true, 'Bool')
      case 'f':
        return this.#word('false', false, 'Bool')
      case 'n':
        return this.#word('null', null, 'null')
      default:
        return this.#number()
    }
  }

  end(): void {
    this.#blanks()
    if (this.#at === this.#text.length) return
    throw new HaskellJsonError(`Invalid tokens at end of JSON string: ${JSON.stringify(this.#context(10))}`)
  }

  #word<T extends JsonValue>(word: string, value: T, kind: string): T {
    if (!this.#text.startsWith(word, this.#at)) {
      throw new HaskellJsonError(`Unable to parse JSON ${kind}: ${this.#context()}`)
    }
    this.#skip(word.length)
    return value
  }

  /** Leading zeros end a number, and a point may end it: `01` is 0, and `1.` is 1. */
  #number(): number {
    const pattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?/y
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found === undefined) {
      throw new HaskellJsonError(`Malformed JSON: invalid token in this context ${this.#context()}`)
    }
    this.#skip(found.length)
    return Number(found)
  }

  #string(): string {
    this.#at += 1
    let value = ''
    for (;;) {
      const plain = /[^"\\\u0000-\u001f]*/y
      plain.lastIndex = this.#at
      const run = plain.exec(this.#text)?.[0] ?? ''
      value += run
      this.#at += run.length
      const character = this.#text[this.#at]
      if (character === undefined)
        throw new HaskellJsonError('Unable to parse JSON String: unterminated String: ')
      this.#at += 1
      if (character === '"') {
        this.#blanks()
        return value
      }
      if (character !== '\\') {
        this.#at -= 1
        throw new HaskellJsonError(`Illegal unescaped character in string: ${this.#context()}`)
      }
      value += this.#escape()
    }
  }

  #escape(): string {
    const character = this.#text[this.#at] ?? ''
    const plain = ESCAPES.get(character)
    const digits = this.#text.slice(this.#at + 1, this.#at + 5)
    if (plain !== undefined) {
      this.#at += 1
      return plain
    }
    if (character !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      const problem =
        character === 'u'
          ? `invalid hex: ${this.#text.slice(this.#at + 1, this.#at + 1 + CONTEXT_MAX)}`
          : `invalid escape char: '${character}'`
      throw new HaskellJsonError(`Unable to parse JSON String: ${problem}`)
    }
    this.#at += 5
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #list(): JsonValue[] {
    this.#skip(1)
    const values: JsonValue[] = []
    if (this.#take(']')) return values
    for (;;) {
      values.push(this.value())
      if (this.#take(']')) return values
      if (!this.#take(',')) {
        throw new HaskellJsonError(`Unable to parse JSON array: unterminated array: ${this.#context()}`)
      }
    }
  }

  /** Of two members of one name the first one counts. */
  #object(): JsonValue {
    this.#skip(1)
    const entries = new Map<string, JsonValue>()
    if (this.#take('}')) return {}
    for (;;) {
      if (this.#text[this.#at] !== '"') {
        throw new HaskellJsonError(`Malformed JSON: expecting string: ${this.#context()}`)
      }
      const key = this.#string()
      if (!this.#take(':')) throw new HaskellJsonError(`Malformed JSON labelled field: ${this.#context()}`)
      const value = this.value()
      if (!entries.has(key)) entries.set(key, value)
      if (this.#take('}')) return Object.fromEntries(entries)
      if (!this.#take(',')) {
        throw new HaskellJsonError(`Unable to parse JSON object: unterminated sequence: ${this.#context()}`)
      }
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#skip(1)
    return true
  }

  #skip(count: number): void {
    this.#at += count
    this.#blanks()
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1
  }

  #context(length = CONTEXT_MAX): string {
    return this.#text.slice(this.#at, this.#at + length)
  }
}
