import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'

/** For so long a run still puts on record what failed, in microseconds. */
const FAILED_US_MAX = 3_600_000_000

/**
 * Judged after each run that has seen to everything, and in the end. What waits under a hold is not under way; what succeeded although
 * an admin had let it go unrecorded leaves nothing to be told.
 */
export const onRecord: Invariant = {
  name: 'on-record',
  about: 'Every repair that was submitted is on record in a tag, or put there by the next run.',
  watch: stage => {
    const book = bookOf(stage)
    const holds = holdsOf(stage)
    const window = windowOf(stage)
    /** Those that no tag was seen to name as yet. */
    const open = new Set<RepairJob>()
    book.read({ submitted: repair => open.add(repair) })
    const forget = () => {
      for (const repair of open) {
        const isOver = repair.status === 'canceled' || repair.status === 'success'
        if (repair.recordedUs !== undefined || isOver) open.delete(repair)
      }
    }
    return {
      runEnded: () => {
        forget()
        for (const repair of open) {
          const { id, instance, type, submittedUs, hold } = repair
          const isOnItsWay = repair.status !== 'canceling' && book.goesOn(repair)
          if (!isOnItsWay || window.lastRunWithin(submittedUs, stage.elapsedUs) === undefined) continue
          if (hold !== undefined && holds.standing().some(({ text }) => text === hold)) continue
          stage.violate(
            'on-record',
            `job ${id}, ${type} of ${instance}, is ${repair.status}, and a whole run has put it on no record`,
          )
          open.delete(repair)
        }
      },
      ended: () => {
        forget()
        for (const { id, instance, type, endedUs } of open) {
          const seenUs = endedUs === undefined ? undefined : window.firstRunAfter(endedUs)
          if (endedUs === undefined || seenUs === undefined || seenUs > endedUs + FAILED_US_MAX) continue
          stage.violate('on-record', `job ${id}, ${type} of ${instance}, has failed, and is on no record`)
        }
      },
    }
  },
}
