import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'

/*
 * luxid quotes values in its messages by Haskell's pretty printer (Text.JSON.Pretty over Text.PrettyPrint): JSON with a
 * space after each comma and colon, on one line as long as that is short. A line has at most 100 characters, of which at
 * most 67, the "ribbon", may be text behind the indentation; where the next element of a list or object would exceed that,
 * it begins a new line below the first element.
 */

const LINE_MAX = 100
const RIBBON_MAX = 67

/** A value as luxid quotes it. */
export function prettyJson(value: JsonValue): string {
  return new Layout().print(value)
}

/** The text so far, and where its last line stands. */
class Layout {
  #text = ''
  #column = 0
  #indent = 0

  print(value: JsonValue): string {
    this.#value(value, 0)
    return this.#text
  }

  /** @param closing how many characters must follow the value on its last line: brackets and commas */
  #value(value: JsonValue, closing: number): void {
    if (isJsonArray(value)) {
      this.#elements(
        '[',
        ']',
        closing,
        [...value].map(element => ({ label: '', element })),
      )
    } else if (isJsonObject(value)) {
      const entries = Object.entries(value).map(([key, element]) => ({ label: `${quote(key)}: `, element }))
      this.#elements('{', '}', closing, entries)
    } else {
      this.#write(flat(value))
    }
  }

  #elements(
    open: string,
    close: string,
    closing: number,
    elements: readonly { readonly label: string; readonly element: JsonValue }[],
  ): void {
    this.#write(open)
    const indent = this.#column
    for (const [index, { label, element }] of elements.entries()) {
      const isLast = index + 1 === elements.length
      const after = isLast ? closing + 1 : 1
      if (index > 0) {
        const length = 1 + label.length + flat(element).length + after
        if (this.#fits(length)) this.#write(' ')
        else this.#newLine(indent)
      }
      this.#write(label)
      this.#value(element, after)
      if (!isLast) this.#write(',')
    }
    this.#write(close)
  }

  #fits(length: number): boolean {
    const end = this.#column + length
    return end <= LINE_MAX && end - this.#indent <= RIBBON_MAX
  }

  #newLine(indent: number): void {
    this.#text += `\n${' '.repeat(indent)}`
    this.#column = indent
    this.#indent = indent
  }

  #write(text: string): void {
    this.#text += text
    this.#column += text.length
  }
}

function flat(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(flat).join(', ')}]`
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, element]) => `${quote(key)}: ${flat(element)}`)
      .join(', ')}}`
  }
  return typeof value === 'string' ? quote(value) : JSON.stringify(value)
}

function quote(text: string): string {
  return JSON.stringify(text)
}
