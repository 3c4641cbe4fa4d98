import type { Assumptions } from './assumptions.ts'

/** What is assumed to fail, as a sentence; undefined where nothing is. */
export function assumptionsText({ offline, drained, dead }: Assumptions): string | undefined {
  const clauses = [
    clause(offline, 'loses its power and is marked offline', 'lose their power and are marked offline'),
    clause(drained, 'is marked drained', 'are marked drained'),
    clause(dead, 'loses its power, and nobody marks it', 'lose their power, and nobody marks them'),
  ].flatMap(one => one ?? [])
  return clauses.length === 0 ? undefined : `Assumed: ${clauses.join('; ')}.`
}

function clause(nodes: readonly string[], one: string, several: string): string | undefined {
  if (nodes.length === 0) return undefined
  return `${listText(nodes)} ${nodes.length === 1 ? one : several}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
