import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { TagRefusedError, tagCountObjection, tagObjection } from '../../cluster/tag-limits.ts'

/** A new tag for one instance, and the tags that go once it is there. */
export interface TagChange {
  readonly instance: string
  readonly add: string | undefined
  readonly remove: readonly string[]
}

/** What became of changes. */
export interface Written {
  /** Why the new tag of an instance is not known to be on record, by instance. */
  readonly unwritten: ReadonlyMap<string, string>
  /** The instances whose old tags are not known to be gone. */
  readonly unremoved: ReadonlySet<string>
}

export const NOTHING_LEFT: Written = Object.freeze({
  unwritten: new Map<string, string>(),
  unremoved: new Set<string>(),
})

/**
 * What Ganeti would say against the changes, by instance: found before anything is submitted. `more` tags are to come beside
 * the new one: a repair whose result could not be put on record would be made again by every run.
 */
export function objectionsTo(
  changes: readonly TagChange[],
  snapshot: Snapshot,
  more: number,
): Map<string, string> {
  const counts = new Map(snapshot.instances.map(({ name, tags }) => [name, tags.length]))
  const objections = new Map<string, string>()
  for (const { instance, add } of changes) {
    if (add === undefined) continue
    const objection = tagObjection(add) ?? tagCountObjection((counts.get(instance) ?? 0) + more)
    if (objection !== undefined)
      objections.set(instance, new TagRefusedError(instance, add, objection).message)
  }
  return objections
}

/** The snapshot as it would be with these changes: what a dry run, which writes no tags, goes on with. */
export function withChanges(snapshot: Snapshot, changes: readonly TagChange[]): Snapshot {
  if (changes.length === 0) return snapshot
  const byName = new Map(changes.map(change => [change.instance, change]))
  const changed = (instance: Instance): Instance => {
    const change = byName.get(instance.name)
    if (!change) return instance
    const kept = instance.tags.filter(tag => !change.remove.includes(tag) && tag !== change.add)
    return { ...instance, tags: change.add === undefined ? kept : [...kept, change.add] }
  }
  return { ...snapshot, instances: snapshot.instances.map(changed) }
}
