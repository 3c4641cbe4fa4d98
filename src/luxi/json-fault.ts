/*
 * V8 words the complaints of JSON.parse differently in every version, and often without a position. This walks again over
 * a text that JSON.parse has refused, by the grammar of RFC 8259, to the first character that cannot stand where it
 * stands. It calls itself once for each level of brackets, so the text must have passed json-survey.ts, which bounds them.
 */

const WORDS: readonly string[] = ['true', 'false', 'null']
const BLANKS = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * The index of the first character of `text` that is wrong (its length, if the text ends too early), or undefined if the
 * text is JSON.
 */
export function findJsonFault(text: string): number | undefined {
  const reader = new Reader(text)
  const isWhole = reader.value() && reader.isAtEnd()
  return isWhole ? undefined : reader.index
}

/** Each method reads one thing and says whether it was there; if not, `index` stays at the character that is wrong. */
class Reader {
  index = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#skip(BLANKS)
    return this.index === this.#text.length
  }

  value(): boolean {
    this.#skip(BLANKS)
    if (this.#take('{')) return this.#members('}', () => this.#key() && this.value())
    if (this.#take('[')) return this.#members(']', () => this.value())
    if (this.#text[this.index] === '"') return this.#string()
    return WORDS.some(word => this.#take(word)) || this.#skip(NUMBER)
  }

  #members(close: string, member: () => boolean): boolean {
    this.#skip(BLANKS)
    if (this.#take(close)) return true
    while (member()) {
      this.#skip(BLANKS)
      if (this.#take(close)) return true
      if (!this.#take(',')) return false
    }
    return false
  }

  #key(): boolean {
    this.#skip(BLANKS)
    if (!this.#string()) return false
    this.#skip(BLANKS)
    return this.#take(':')
  }

  #string(): boolean {
    if (!this.#take('"')) return false
    while (this.index < this.#text.length) {
      if (this.#take('"')) return true
      const unit = this.#text.charCodeAt(this.index)
      if (unit < 0x20) return false
      if (unit !== 0x5c) this.index++
      else if (!this.#skip(ESCAPE)) return false
    }
    return false
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.index)) return false
    this.index += word.length
    return true
  }

  /** Steps over a match of `pattern`; false if there is none, or an empty one. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.index
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.index += found.length
    return found.length > 0
  }
}
