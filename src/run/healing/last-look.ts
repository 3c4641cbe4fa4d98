import { perform, type Run } from '../effects.ts'
import type { Submitted } from './begin-chunk.ts'
import { cancelStale } from './cancel-repairs.ts'
import type { Context } from './context.ts'
import { look } from './look.ts'
import type { TagChange } from './tag-change.ts'

/** After so long a chunk that waited for its tags is looked at again before it starts. */
const CHUNK_OLD_US = 60 * 1_000_000

/**
 * The last look before a chunk starts, where it gives up data or much may have happened since it was submitted: while the jobs
 * were held, a node may have come back with the disks that they would make anew. Such repairs are cancelled. Gives the
 * changes of tags that go with that. What is submitted for the next chunk is not on record yet, and has its own last look.
 */
export function* lastLook(
  context: Context,
  { chunk, atUs }: Submitted,
  next: Submitted | undefined,
): Run<readonly TagChange[]> {
  const isOld = (yield* perform({ kind: 'monotonic' })) - atUs > CHUNK_OLD_US
  if (!isOld && !chunk.some(({ due }) => due.action.isDestructive)) return []
  const ahead = new Set(next?.jobs.values())
  return yield* cancelStale(context, yield* look(context), ({ id }) => !ahead.has(id))
}
