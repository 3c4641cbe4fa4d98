import { HarepError } from '../../cluster/harep-error.ts'
import type { Instance } from '../../cluster/instance.ts'
import { matchName, type NameMatch } from '../../cluster/match-name.ts'
import { nearNames } from '../../cluster/near-names.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { onOneLine } from '../../cluster/unprintable.ts'
import type { IsSelected } from '../../planner/healing/plan-input.ts'
import type { Selection } from './healing-options.ts'

/** Options or arguments name an instance, node or group that the cluster does not have. */
export class UnknownNameError extends HarepError {
  readonly code = 'UNKNOWN_NAME'

  /** Each problem is one sentence without a full stop, on one line. */
  constructor(problems: readonly string[]) {
    super(problems.join('; '))
  }
}

/** The names of all instances, also of those that cannot be read. */
function instanceNames({ instances, unreadable }: Snapshot): readonly string[] {
  return [...instances.map(({ name }) => name), ...unreadable.map(({ name }) => name)]
}

/**
 * Throws an UnknownNameError that names all groups, nodes and instances of the selection that the cluster does not have, or
 * that are short for several. A misspelt name would otherwise narrow a run to nothing, or let it touch what it should not.
 */
export function checkSelection(selection: Selection, snapshot: Snapshot): void {
  resolve(selection, snapshot, 'refused')
}

/**
 * Whether an instance is one that the selection is about: every list that is not empty narrows the choice. Of an instance
 * that cannot be read only its name is known, so it passes where nodes, groups or tags are asked for: a problem is rather
 * told twice than never. Throws as checkSelection.
 */
export function selectedIn(
  snapshot: Snapshot,
  selection: Selection,
  unknownNames: 'refused' | 'ignored' = 'refused',
): IsSelected {
  if (!isNarrowed(selection)) return () => true
  const { groups, nodes, instances, excluded } = resolve(selection, snapshot, unknownNames)
  const { instanceTags } = selection
  const passes = ({ primary, secondary, tags }: Instance): boolean =>
    (selection.groups.length === 0 || groups.has(snapshot.nodes.get(primary)?.groupUuid ?? '')) &&
    (selection.nodes.length === 0 ||
      nodes.has(primary) ||
      (secondary !== undefined && nodes.has(secondary))) &&
    (instanceTags.length === 0 || tags.some(tag => instanceTags.some(start => tag.startsWith(start))))
  const refused = new Set(snapshot.instances.filter(instance => !passes(instance)).map(({ name }) => name))
  // What was selected and is not there any more selects nothing, rather than all.
  return name =>
    (selection.instances.length === 0 || instances.has(name)) && !excluded.has(name) && !refused.has(name)
}

/** Whether a selection leaves anything out. */
function isNarrowed(selection: Selection): boolean {
  return Object.values(selection).some(list => list.length > 0)
}

/** The full names (of groups: the UUIDs) that a selection means. */
interface Resolved {
  readonly groups: ReadonlySet<string>
  readonly nodes: ReadonlySet<string>
  readonly instances: ReadonlySet<string>
  readonly excluded: ReadonlySet<string>
}

function resolve(selection: Selection, snapshot: Snapshot, unknownNames: 'refused' | 'ignored'): Resolved {
  const problems: string[] = []
  const take = (resolution: Resolution) => {
    if (resolution.kind === 'found') return [resolution.name]
    problems.push(resolution.problem)
    return []
  }
  const among = (kind: string, wanted: readonly string[], names: () => readonly string[]) => {
    if (wanted.length === 0) return new Set<string>()
    const all = names()
    const known = new Set(all)
    return new Set(wanted.flatMap(name => (known.has(name) ? [name] : take(resolveName(kind, name, all)))))
  }
  const groups = [...snapshot.groups.values()]
  const groupNames = among(
    'group',
    selection.groups.map(wanted => snapshot.groups.get(wanted)?.name ?? wanted),
    () => groups.map(({ name }) => name),
  )
  const resolved = {
    groups: new Set(groups.flatMap(({ name, uuid }) => (groupNames.has(name) ? [uuid] : []))),
    nodes: among('node', selection.nodes, () => [...snapshot.nodes.keys()]),
    instances: among('instance', selection.instances, () => instanceNames(snapshot)),
    excluded: among('instance', selection.excluded, () => instanceNames(snapshot)),
  }
  if (problems.length > 0 && unknownNames === 'refused') throw new UnknownNameError(problems)
  return resolved
}

type Resolution =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'not-found'; readonly problem: string }

/** The one name that is meant, or why there is none; `kind` is what the name is of. */
function resolveName(kind: string, wanted: string, names: readonly string[]): Resolution {
  // Groups have no domains: Ganeti, too, takes their names only whole.
  const match: NameMatch = kind === 'group' ? { kind: 'unknown' } : matchName(wanted, names)
  switch (match.kind) {
    case 'found':
      return match
    case 'ambiguous':
      return {
        kind: 'not-found',
        problem: `${onOneLine(wanted)} is short for several ${kind}s: ${listed(match.names.slice(0, 5))}${match.names.length > 5 ? ', ...' : ''}`,
      }
    case 'unknown': {
      const near = nearNames(wanted, names)
      const hint = near.length === 0 ? '' : ` (did you mean ${listed(near)}?)`
      return { kind: 'not-found', problem: `there is no ${kind} ${onOneLine(wanted)}${hint}` }
    }
  }
}

function listed(names: readonly string[]): string {
  return names.map(onOneLine).join(', ')
}

/**
 * The instances that names on the command line mean, each once, in the order of the names. Throws an UnknownNameError, which
 * names all that are unknown and suggests names that are near.
 */
export function instancesNamed(wanted: readonly string[], snapshot: Snapshot): readonly string[] {
  const names = instanceNames(snapshot)
  const problems: string[] = []
  const found = new Set<string>()
  for (const name of wanted) {
    const resolution = resolveName('instance', name, names)
    if (resolution.kind === 'found') found.add(resolution.name)
    else problems.push(resolution.problem)
  }
  if (problems.length > 0) throw new UnknownNameError(problems)
  return [...found]
}
