import * as v from 'valibot'
import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument } from 'yaml'
import { printable } from '../../src/report/printable.ts'
import type { ClusterDefinition } from '../ganeti/cluster-definition.ts'
import { ClusterFileError } from './cluster-file-error.ts'
import { CLUSTER_FILE_SCHEMA } from './cluster-file-schema.ts'
import { findContradiction } from './cross-references.ts'

/** Longer texts are refused: this is some 100,000 instances. */
const TEXT_CHARACTERS_MAX = 32 * 1024 * 1024

/** More uses of an alias than this are refused: a few lines of YAML can otherwise unfold into gigabytes. */
const ALIASES_MAX = 1_000

/**
 * Reads a cluster file, YAML or JSON (which is YAML). Throws ClusterFileError that names the place and what to do about it.
 *
 * @param fileName for messages only
 */
export function parseClusterFile(text: string, fileName: string): ClusterDefinition {
  if (text.length > TEXT_CHARACTERS_MAX) {
    throw new ClusterFileError(
      `${fileName}:1:1: the file has ${text.length} characters, and more than ${TEXT_CHARACTERS_MAX} are not read; is it the right file?`,
    )
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const place = placeFinder(document, lines, fileName)
  const [fault] = document.errors
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0])
    if (fault.code === 'MULTIPLE_DOCS') {
      throw new ClusterFileError(`${fileName}:${line}:${col}: the file has more than one document; keep one`)
    }
    if (fault.code === 'RESOURCE_EXHAUSTION') {
      throw new ClusterFileError(`${fileName}:${line}:${col}: the file is nested too deeply`)
    }
    throw new ClusterFileError(
      `${fileName}:${line}:${col}: ${shortened(lowerFirst(fault.message))}; the file must be YAML or JSON`,
    )
  }
  if (!isMap(document.contents)) {
    throw new ClusterFileError(
      `${place([])}: the file must be a mapping with the keys cluster, groups, nodes and instances`,
    )
  }
  const parsed = v.safeParse(CLUSTER_FILE_SCHEMA, plainData(document, place))
  if (!parsed.success) {
    // A misspelt key also makes the right one missing: the misspelling is the better thing to tell.
    const issue = parsed.issues.find(isUnknownKey) ?? parsed.issues[0]
    throw new ClusterFileError(`${place(pathOf(issue))}: ${describe(issue)}`)
  }
  const contradiction = findContradiction(parsed.output)
  if (contradiction !== undefined) {
    throw new ClusterFileError(`${place(contradiction.path)}: ${contradiction.message}`)
  }
  return parsed.output
}

type Path = readonly (string | number)[]
type PlaceFinder = (path: Path) => string

function plainData(document: Document, place: PlaceFinder): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX })
  } catch (error) {
    // yaml throws a ReferenceError for aliases: too many of them, or one without an anchor.
    const problem =
      error instanceof RangeError
        ? 'the file is nested too deeply'
        : `${aliasProblem(error)}; write the values out instead of using aliases`
    throw new ClusterFileError(`${place([])}: ${problem}`)
  }
}

function aliasProblem(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.startsWith('Excessive alias count')
    ? `the file uses aliases more than ${ALIASES_MAX} times`
    : lowerFirst(text)
}

/** Finds where a path of the data stands in the text; what is absent is placed at what should have held it. */
function placeFinder(document: Document, lines: LineCounter, fileName: string): PlaceFinder {
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

function pathOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  return (issue.path ?? []).map(item => (typeof item.key === 'number' ? item.key : String(item.key)))
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never'
}

/** What is wrong, and a hint. valibot's own texts are for programmers. */
function describe(issue: v.BaseIssue<unknown>): string {
  const path = shortened(pathOf(issue).join('.'))
  const received = shortened(issue.received)
  const key = path === '' ? 'the file' : path
  if (isUnknownKey(issue)) {
    return `unknown key ${key}; remove it or correct its spelling`
  }
  if (issue.received === 'undefined') return `${key} is missing; add it`
  if (issue.kind === 'validation') return `${key} ${issue.message}, and is ${received}`
  if (issue.type === 'strict_object') return `${key} must be a mapping with keys, and is ${received}`
  if (issue.expected === 'Array') return `${key} must be a list, and is ${received}`
  return `${key} must be ${issue.expected ?? 'something else'}, and is ${received}`
}

/** Text out of the file, safe to print and short enough for one line. */
function shortened(text: string): string {
  const safe = printable(text)
  return safe.length > 100 ? `${safe.slice(0, 100)}...` : safe
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
