import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument } from 'yaml'
import type { HarepError } from '../../src/cluster/harep-error.ts'
import { printable } from '../../src/report/printable.ts'

/** Longer texts are refused: this is some 100,000 instances. */
const TEXT_CHARACTERS_MAX = 32 * 1024 * 1024

/** More uses of an alias than this are refused: a few lines of YAML can otherwise unfold into gigabytes. */
const ALIASES_MAX = 1_000

/** Where a value stands in the data: keys and indexes from the outside in. */
export type Path = readonly (string | number)[]

/** The data of a text, and where each of it stands there. */
export interface YamlText {
  readonly data: unknown
  /** `file:line:column` of a path of the data; what is absent is placed at what should have held it. */
  place(path: Path): string
}

/**
 * Reads a text of YAML or JSON (which is YAML) that is one mapping. Throws what `fail` makes of a message, which names the place
 * and what to do about it.
 *
 * @param fileName for messages only
 * @param keys the keys that the mapping must have, in words
 */
export function readYaml(
  text: string,
  fileName: string,
  keys: string,
  fail: (message: string) => HarepError,
): YamlText {
  if (text.length > TEXT_CHARACTERS_MAX) {
    throw fail(
      `${fileName}:1:1: the file has ${text.length} characters, and more than ${TEXT_CHARACTERS_MAX} are not read; is it the right file?`,
    )
  }
  const lines = new LineCounter()
  // What yaml would only warn of, by itself and on the terminal, the schema refuses.
  const options = { prettyErrors: false, uniqueKeys: true, logLevel: 'error' } as const
  const document = parseDocument(text, { lineCounter: lines, ...options })
  const [fault] = document.errors
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0])
    throw fail(`${fileName}:${line}:${col}: ${faultText(fault)}`)
  }
  const place = placeFinder(document, lines, fileName)
  if (!isMap(document.contents)) throw fail(`${place([])}: the file must be a mapping with the keys ${keys}`)
  try {
    return { data: document.toJS({ maxAliasCount: ALIASES_MAX }), place }
  } catch (error) {
    // yaml throws a ReferenceError for aliases: too many of them, or one without an anchor.
    const problem =
      error instanceof RangeError
        ? 'the file is nested too deeply'
        : `${aliasProblem(error)}; write the values out instead of using aliases`
    throw fail(`${place([])}: ${problem}`)
  }
}

function faultText({ code, message }: Document['errors'][number]): string {
  if (code === 'MULTIPLE_DOCS') return 'the file has more than one document; keep one'
  if (code === 'RESOURCE_EXHAUSTION') return 'the file is nested too deeply'
  return `${shortened(lowerFirst(message))}; the file must be YAML or JSON`
}

function aliasProblem(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.startsWith('Excessive alias count')
    ? `the file uses aliases more than ${ALIASES_MAX} times`
    : lowerFirst(text)
}

function placeFinder(document: Document, lines: LineCounter, fileName: string): YamlText['place'] {
  return path => {
    let node: unknown = document.contents
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    for (const key of path) {
      if (isSeq(node)) node = node.items[Number(key)]
      else if (isMap(node)) {
        const pair = node.items.find(
          item => isPair(item) && isNode(item.key) && String(item.key) === String(key),
        )
        if (pair !== undefined && isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
        node = pair?.value
        continue
      } else break
      if (isNode(node)) offset = node.range?.[0] ?? offset
    }
    const { line, col } = lines.linePos(offset)
    return `${fileName}:${line}:${col}`
  }
}

/** Text out of a file, safe to print and short enough for one line. */
export function shortened(text: string): string {
  const safe = printable(text)
  return safe.length > 100 ? `${safe.slice(0, 100)}...` : safe
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
