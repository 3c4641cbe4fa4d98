import type { TraceEntry } from '../trace/trace-entry.ts'
import { aboutWhat } from './fault-pairs.ts'

/** The node and the instance that an entry is about, where it is about one. */
export interface Concern {
  readonly node?: string | undefined
  readonly instance?: string | undefined
}

/**
 * Says what the entries of a play are about. Of a happening whose name may be that of anything (tags are added to instances as to
 * groups) the play itself tells: a name that jobs or guests have is an instance's.
 */
export function concernsOf(entries: readonly TraceEntry[]): (entry: TraceEntry) => Concern {
  const instances = new Set<string>()
  const nodes = new Set<string>()
  const plain = entries.map(plainConcern)
  for (const { node, instance } of plain) {
    if (node !== undefined) nodes.add(node)
    if (instance !== undefined) instances.add(instance)
  }
  return entry => {
    if (entry.kind !== 'happening' || entry.about === undefined) return plainConcern(entry)
    if (aboutWhat(entry.fault) !== undefined) return plainConcern(entry)
    if (instances.has(entry.about)) return { instance: entry.about }
    return nodes.has(entry.about) ? { node: entry.about } : {}
  }
}

function plainConcern(entry: TraceEntry): Concern {
  if (entry.kind === 'happening') {
    const what = aboutWhat(entry.fault)
    return what === undefined ? {} : { [what]: entry.about }
  }
  return {
    node: 'node' in entry ? entry.node : undefined,
    instance: 'instance' in entry ? entry.instance : undefined,
  }
}
