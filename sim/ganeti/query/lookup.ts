import { prereqError } from '../ganeti-failure.ts'
import { expandName } from '../state/expand-name.ts'
import type { FilterValue } from './filter.ts'

/**
 * Finds objects as luxid's queries do: by UUID, or else by name or the unique beginning of one up to a dot. Numbers among
 * the names are passed over; undefined if there is nothing else. Throws GanetiFailure for a miss (query.md section 3).
 *
 * @param kind how the error names the object: `Node`, `Instance`, `NodeGroup`
 */
export function lookUpAll<T>(
  kind: string,
  names: readonly FilterValue[],
  byUuid: ReadonlyMap<string, T>,
  byName: ReadonlyMap<string, T>,
): T[] | undefined {
  const texts = names.filter(name => typeof name === 'string')
  return texts.length === 0 ? undefined : texts.map(name => lookUp(kind, name, byUuid, byName))
}

/** Finds one object; see lookUpAll. */
export function lookUp<T>(
  kind: string,
  name: string,
  byUuid: ReadonlyMap<string, T>,
  byName: ReadonlyMap<string, T>,
): T {
  const identified = byUuid.get(name)
  if (identified !== undefined) return identified
  const expanded = expandName(name, byName)
  const found = expanded.kind === 'found' ? byName.get(expanded.name) : undefined
  if (found !== undefined) return found
  const problem = expanded.kind === 'ambiguous' ? 'has multiple matches' : 'not found'
  throw prereqError(`${kind} name ${name} ${problem}`, 'unknown_entity')
}
