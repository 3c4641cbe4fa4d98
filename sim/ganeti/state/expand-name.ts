/** What a name was resolved to. */
export type ExpandedName =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'none' | 'ambiguous' }

/**
 * Resolves a name as Ganeti does: an exact match, or else the one name that begins with the given text up to a dot, so
 * that `web1` finds `web1.example.com` (Ganeti src/Ganeti/Config.hs:256-334).
 */
export function expandName(given: string, names: ReadonlyMap<string, unknown>): ExpandedName {
  if (names.has(given)) return { kind: 'found', name: given }
  const prefix = `${given}.`
  let found: string | undefined
  for (const name of names.keys()) {
    if (!name.startsWith(prefix)) continue
    if (found !== undefined) return { kind: 'ambiguous' }
    found = name
  }
  return found === undefined ? { kind: 'none' } : { kind: 'found', name: found }
}
