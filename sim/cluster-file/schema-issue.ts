import type * as v from 'valibot'
import { nearNames } from '../../src/cluster/near-names.ts'
import { keysAt } from './keys-at.ts'
import { type Path, shortened } from './yaml-text.ts'

type Issue = v.BaseIssue<unknown>

/** What is wrong with data that a schema refuses: where, and in words what to do. valibot's own texts are for programmers. */
export function firstProblem(
  schema: v.GenericSchema,
  issues: readonly [Issue, ...Issue[]],
): { readonly path: Path; readonly message: string } {
  // A misspelt key also makes the right one missing: the misspelling is the better thing to tell.
  const issue = issues.find(isUnknownKey) ?? issues[0]
  const path = pathOf(issue)
  return {
    path,
    message: describe(issue, path, () => keysAt(schema, path.slice(0, -1), issue.path?.[0]?.input)),
  }
}

function pathOf(issue: Issue): (string | number)[] {
  return (issue.path ?? []).map(item => (typeof item.key === 'number' ? item.key : String(item.key)))
}

function isUnknownKey(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never'
}

function describe(issue: Issue, path: Path, known: () => readonly string[]): string {
  const words = shortened(path.join('.'))
  const received = shortened(issue.received)
  const key = words === '' ? 'the file' : words
  if (isUnknownKey(issue)) return `unknown key ${key}; ${didYouMean(String(path.at(-1)), known())}`
  if (issue.received === 'undefined') return `${key} is missing; add it`
  if (issue.kind === 'validation') return `${key} ${issue.message}, and is ${received}`
  if (issue.type === 'strict_object') return `${key} must be a mapping with keys, and is ${received}`
  if (issue.expected === 'Array') return `${key} must be a list, and is ${received}`
  return `${key} must be ${issue.expected ?? 'something else'}, and is ${received}`
}

/** What to do about a word that is none of those known. */
function didYouMean(word: string, known: readonly string[]): string {
  const near = nearNames(word, known)
  return near.length === 0 ? 'remove it or correct its spelling' : `did you mean ${near.join(' or ')}?`
}
