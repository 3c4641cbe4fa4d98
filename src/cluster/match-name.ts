/** What a name on the command line means among the names there are. */
export type NameMatch =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'unknown' }
  /** It is short for several; these, in the order of the names. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }

/**
 * Ganeti's own rule (lib/utils/text.py MatchNameComponent): an exact name is that one; else a name cut off before a dot is
 * short for a longer one, whatever the case, as long as it is unique: `web1` for `web1.example.com`. Of several that differ
 * in no more than case, the one that is spelled alike is meant.
 */
export function matchName(short: string, names: readonly string[]): NameMatch {
  if (names.includes(short)) return { kind: 'found', name: short }
  const lower = short.toLowerCase()
  const whole = names.filter(name => name.toLowerCase() === lower)
  const begun = whole.length > 0 ? whole : names.filter(name => name.toLowerCase().startsWith(`${lower}.`))
  const [only, ...others] = begun
  if (short === '' || only === undefined) return { kind: 'unknown' }
  return others.length > 0 ? { kind: 'ambiguous', names: begun } : { kind: 'found', name: only }
}
