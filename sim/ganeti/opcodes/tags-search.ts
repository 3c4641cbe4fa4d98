import { prereqError } from '../ganeti-failure.ts'
import { sortedTags } from '../query/parameters.ts'
import { textOf } from './input.ts'
import type { Opcode } from './opcode.ts'
import { nonEmptyText, required } from './opcode-field.ts'

/** OP_TAGS_SEARCH (Ganeti lib/cmdlib/tags.py:108-150), which `gnt-cluster search-tags` submits. */
export const TAGS_SEARCH: Opcode = {
  opId: 'OP_TAGS_SEARCH',
  fields: [required('pattern', nonEmptyText)],
  summaryOf: input => textOf(input, 'pattern'),
  lockStages: [],
  *run({ input, state }) {
    const pattern = compiled(textOf(input, 'pattern'))
    yield 0
    const targets = [
      { path: '/cluster', tags: state.cluster.tags },
      ...[...state.instances.values()].map(each => ({ path: `/instances/${each.name}`, tags: each.tags })),
      ...[...state.nodes.values()].map(each => ({ path: `/nodes/${each.name}`, tags: each.tags })),
      ...[...state.groups.values()].map(each => ({ path: `/nodegroup/${each.name}`, tags: each.tags })),
    ]
    return targets.flatMap(({ path, tags }) =>
      sortedTags(tags)
        .filter(tag => pattern.test(tag))
        .map(tag => [path, tag]),
    )
  },
}

/** The patterns that people write for tags mean the same in Python and here. */
function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw prereqError(`Invalid search pattern '${pattern}': not a regular expression`, 'wrong_input')
  }
}
