import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import { TAGS_PER_OBJECT_MAX } from '../../cluster/tag-limits.ts'

/**
 * Moves to the unreadable instances what no Ganeti can have: one with more tags than it stores, whose history would take
 * long to read, and those that share a name, of which it would be unclear which one a job is about.
 */
export function screen(snapshot: Snapshot): Snapshot {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { name } of snapshot.instances) (seen.has(name) ? twice : seen).add(name)
  const objection = ({ name, tags }: Instance) => {
    if (twice.has(name)) return 'luxid tells of several instances of this name'
    if (tags.length <= TAGS_PER_OBJECT_MAX) return undefined
    return `luxid tells of ${tags.length} tags, Ganeti stores ${TAGS_PER_OBJECT_MAX}`
  }
  const refused = new Map<string, string>()
  for (const instance of snapshot.instances) {
    const problem = objection(instance)
    if (problem !== undefined) refused.set(instance.name, problem)
  }
  return {
    ...snapshot,
    instances: snapshot.instances.filter(({ name }) => !refused.has(name)),
    unreadable: [...snapshot.unreadable, ...[...refused].map(([name, problem]) => ({ name, problem }))],
  }
}
