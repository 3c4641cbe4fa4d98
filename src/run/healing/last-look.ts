import { perform, type Run } from '../effects.ts'
import type { Submitted } from './begin-chunk.ts'
import { cancelStale } from './cancel-repairs.ts'
import type { Context } from './context.ts'
import { look } from './look.ts'
import type { TagChange } from './tag-change.ts'

/** After so long a chunk that waited for its tags is looked at again before it starts; mostly they are there within ten seconds. */
const CHUNK_OLD_US = 30 * 1_000_000

/**
 * The last look before a chunk starts, where it gives up data or much may have happened since it was submitted: while the jobs
 * were held, a node may have come back with the disks that they would make anew. Such repairs of the chunk are cancelled. Gives
 * the changes of tags that go with that.
 */
export function* lastLook(context: Context, { chunk, jobs, atUs }: Submitted): Run<readonly TagChange[]> {
  const isOld = (yield* perform({ kind: 'monotonic' })) - atUs > CHUNK_OLD_US
  if (!isOld && !chunk.some(({ due }) => due.action.isDestructive)) return []
  const ids = new Set(jobs.values())
  const { changes } = yield* cancelStale(context, yield* look(context), ({ id }) => ids.has(id))
  return changes
}
