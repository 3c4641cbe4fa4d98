import { isJsonObject, type JsonValue } from '../../src/cluster/json.ts'
import { listOf } from '../world/luxi-client.ts'
import type { Invariant } from './invariant.ts'
import { isDestructive } from './watch/marks.ts'

/**
 * A run may take minutes, in which nodes come back. Told by what it has asked luxid for: it must have asked for the instances since it last
 * submitted anything.
 */
export const looksBeforeDestruction: Invariant = {
  name: 'looks-before-destruction',
  about: 'Before a run gives up data it has looked again at all that it decided on.',
  watch: stage => ({
    runEnded: ({ number, program, process: { effects } }) => {
      if (program === 'classic') return
      let isFresh = false
      for (const effect of effects) {
        if (effect.kind !== 'luxi') continue
        if (effect.method === 'Query' && effect.args[0] === 'instance') isFresh = true
        if (effect.method !== 'SubmitManyJobs') continue
        if (!isFresh && opcodesIn(effect.args).some(isDestructive))
          stage.violate('looks-before-destruction', `run ${number} gives up data on a look of before`)
        isFresh = false
      }
    },
  }),
}

/** The names of the opcodes in `[[[opcode, ...], ...]]`. */
function opcodesIn([jobs]: readonly JsonValue[]): readonly JsonValue[] {
  return listOf(jobs)
    .flatMap(listOf)
    .map(opcode => (isJsonObject(opcode) ? (opcode['OP_ID'] ?? null) : null))
}
