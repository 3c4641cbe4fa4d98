import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import { skewUsOf } from '../play/skew.ts'
import type { Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'
import { windowOf } from './watch/run-window.ts'
import { tagWritersOf } from './watch/tag-writers.ts'

/** For so long a run still puts on record what failed, in microseconds. */
const FAILED_US_MAX = 3_600_000_000

/**
 * Judged after each run that has seen to everything, and in the end. What waits under a hold is not under way. Where an admin has let it go
 * unrecorded, one that is at work keeps the lock that a tag would wait for, and is seen in the queue; one that succeeded, or that found no
 * room, leaves nothing to be told. As long as a job writes tags of the instance, or another repair is pending there, no run does.
 */
export const onRecord: Invariant = {
  name: 'on-record',
  about: 'Every repair that was submitted is on record in a tag, or put there by the next run.',
  watch: stage => {
    const book = bookOf(stage)
    const holds = holdsOf(stage)
    const window = windowOf(stage)
    const writers = tagWritersOf(stage)
    /** Those that no tag was seen to name as yet. */
    const open = new Set<RepairJob>()
    /** Those whose failure a run has met beside another repair that was pending: when that is over, it may be too old. */
    const postponed = new Set<RepairJob>()
    /** Those that were too old, by the clock that harep reads, for the first run that could have seen to them: the clock was set ahead. */
    const outdated = new Set<RepairJob>()
    /** When a run last began beside another repair that was pending: it goes by what it saw then. */
    const besideUs = new Map<RepairJob, number>()
    book.read({ submitted: repair => open.add(repair) })
    const forget = () => {
      for (const repair of open) {
        const isOver = repair.status === 'canceled' || repair.status === 'success' || repair.hasFoundNoRoom
        const isGone = !stage.truth.instancesByName.has(repair.instance)
        if (repair.recordedUs !== undefined || isOver || isGone) open.delete(repair)
      }
    }
    return {
      runStarted: () => {
        const nowUs = stage.kernel.nowUs + skewUsOf(stage)
        for (const repair of open) {
          const { endedUs, endedByClockUs = nowUs } = repair
          if (isOtherPending(stage, repair)) besideUs.set(repair, stage.elapsedUs)
          const isFirst = endedUs !== undefined && window.firstRunAfter(endedUs) === undefined
          if (isFirst && nowUs - endedByClockUs > FAILED_US_MAX) outdated.add(repair)
        }
      },
      runEnded: () => {
        forget()
        for (const repair of open) {
          const { id, instance, type, submittedUs, hold } = repair
          if (repair.endedUs !== undefined && isOtherPending(stage, repair)) postponed.add(repair)
          const isOnItsWay = repair.status !== 'canceling' && book.goesOn(repair) && !isAtWork(repair)
          const runUs = window.lastRunWithin(submittedUs, stage.elapsedUs)
          if (!isOnItsWay || runUs === undefined || writers.wereAtWorkSince(instance, runUs)) continue
          if (isOtherPending(stage, repair) || (besideUs.get(repair) ?? -1) >= runUs) continue
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
        // What is archived and named by no tag nobody finds any more.
        const listed = new Set(stage.cluster.jobs().map(({ id }) => id))
        for (const repair of open) {
          const { id, instance, type, endedUs } = repair
          if (!listed.has(id) || postponed.has(repair) || outdated.has(repair)) continue
          const seenUs = endedUs === undefined ? undefined : window.firstRunAfter(endedUs)
          if (endedUs === undefined || seenUs === undefined || seenUs > endedUs + FAILED_US_MAX) continue
          stage.violate('on-record', `job ${id}, ${type} of ${instance}, has failed, and is on no record`)
        }
      },
    }
  },
}

/** Whether it has come to an opcode that has the lock of its instance: a delay in front of it has not. */
function isAtWork({ opcodes, opcodeStatuses }: RepairJob): boolean {
  return opcodeStatuses.some(
    (status, index) => opcodes[index] !== 'TEST_DELAY' && (status === 'running' || status === 'success'),
  )
}

/** Whether a tag of its instance calls another repair pending, which a second such tag would contradict. */
function isOtherPending({ truth }: Stage, { instance, repair }: RepairJob): boolean {
  return [...(truth.instancesByName.get(instance)?.tags ?? [])].some(tag => {
    const told = parseRepairTag(tag)
    return told !== undefined && told.result === undefined && told.jobs.length > 0 && told.id !== repair
  })
}
