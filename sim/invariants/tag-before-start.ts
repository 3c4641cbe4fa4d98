import { skewUsOf } from '../play/skew.ts'
import { START_US } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'
import { bookOf } from './watch/repair-book.ts'

/**
 * Where an admin has taken a hold away, what it held may start at once. How old a hold is another run can tell only by the clock: where that
 * has moved since, a hold of a moment ago may look like one whose run is long dead.
 */
export const tagBeforeStart: Invariant = {
  name: 'tag-before-start',
  about:
    'No repair starts before a tag that names its job is on record, unless an admin has removed the hold.',
  watch: stage => {
    const book = bookOf(stage)
    const holds = holdsOf(stage)
    const clock = { skewUs: skewUsOf(stage), movedUs: Number.NEGATIVE_INFINITY }
    const hasMovedSince = (hold: string) => {
      const run = holds.placedBy(hold)
      return (
        run !== undefined &&
        clock.movedUs >= run.startUs - START_US &&
        !holds.standing().some(({ text }) => text === hold)
      )
    }
    book.read({
      begun: ({ id, instance, type, recordedUs, hold }) => {
        if (recordedUs !== undefined) return
        if (hold !== undefined && (holds.wasRemovedByOthers(hold) || hasMovedSince(hold))) return
        stage.violate(
          'tag-before-start',
          `job ${id}, ${type} of ${instance}, has begun, and no tag that names it was ever on record`,
        )
      },
    })
    return {
      happened: () => {
        const skewUs = skewUsOf(stage)
        if (skewUs !== clock.skewUs) Object.assign(clock, { skewUs, movedUs: stage.elapsedUs })
      },
    }
  },
}
