import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'
import { bookOf } from './watch/repair-book.ts'

/** Where an admin has taken a hold away, what it held may start at once. */
export const tagBeforeStart: Invariant = {
  name: 'tag-before-start',
  about:
    'No repair starts before a tag that names its job is on record, unless an admin has removed the hold.',
  watch: stage => {
    const book = bookOf(stage)
    const holds = holdsOf(stage)
    book.read({
      begun: ({ id, instance, type, recordedUs, hold }) => {
        if (recordedUs !== undefined || (hold !== undefined && holds.wasRemovedByOthers(hold))) return
        stage.violate(
          'tag-before-start',
          `job ${id}, ${type} of ${instance}, has begun, and no tag that names it was ever on record`,
        )
      },
    })
    return {}
  },
}
