import type { HealingDecision } from '../../src/planner/healing/decision.ts'
import type { FaultName } from '../faults/all.ts'
import type { HarepRun } from '../play/harep-run.ts'
import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'

/** After one of these a repair that harep cancelled may be taken for one that a person did: a person may have. */
const EXCUSES: readonly string[] = [
  'cancel-repair',
  // luxid takes no witness for what has a process.
  'drain-queue',
  'refuse-jobs',
  // It takes every job that was cancelled for a failure.
  'original-takes-turns',
] satisfies readonly FaultName[]

/**
 * What a run says of what it cancels is believed for a quarter of an hour (docs/decisions, "hold"), and each later one says it again. Where
 * none of these reaches luxid, a process that hangs for longer may have been cancelled by a person.
 */
const SAID_FOR_US = 900 * 1_000_000

/** What may be done before a repair is. */
const HARMLESS: readonly string[] = ['TEST_DELAY', 'ACTIVATE_DISKS', 'SHUTDOWN']

/** What a person has cancelled is not repeated without a person; so nothing that harep itself has cancelled may count as that. */
export const blamesRightly: Invariant = {
  name: 'blames-rightly',
  about: 'No repair that harep itself cancelled is left to a person as one that somebody cancelled.',
  watch: stage => {
    const book = bookOf(stage)
    const mayBeAsked = (job: string) => {
      const { type, opcodes = [], opcodeStatuses = [] } = book.repair(Number(job)) ?? {}
      // Where data is given up, a person is rather asked once too often.
      if (type === 'reinstall') return true
      return opcodes.some((name, index) => !HARMLESS.includes(name) && opcodeStatuses[index] === 'success')
    }
    const beganUs = stage.kernel.nowUs - stage.elapsedUs
    const isSaidLongAgo = (job: string, { startUs }: HarepRun) =>
      (book.repair(Number(job))?.endedUs ?? 0) - (startUs - beganUs) > SAID_FOR_US
    let isExcused = false
    const told = new Set<string>()
    return {
      happened: ({ fault }) => {
        isExcused ||= EXCUSES.includes(fault)
      },
      runEnded: run => {
        if (isExcused || run.program === 'classic' || run.program === 'original') return
        for (const [instance, job] of blamed(run)) {
          const by = stage.runs.findLast(one => asksToCancel(one, job))
          // Of one whose file is lost luxid says what it likes; and what has begun is half done, whoever cancelled the rest.
          if (by === undefined || told.has(job) || stage.lostJobs.has(Number(job)) || mayBeAsked(job))
            continue
          if (isSaidLongAgo(job, by)) continue
          told.add(job)
          const what = `run ${run.number} says that somebody cancelled the repair of ${instance} in job ${job}, which run ${by.number} did`
          stage.violate('blames-rightly', what)
        }
      },
    }
  },
}

/** The jobs that a run says somebody cancelled, with their instances. */
function blamed({ process: { events } }: HarepRun): readonly (readonly [string, string])[] {
  const decisions = events.flatMap((event): readonly HealingDecision[] =>
    event.kind === 'summary' ? event.decisions : [],
  )
  return decisions.flatMap(({ instance, reason }) =>
    reason.code === 'repair-cancelled' ? reason.jobs.map(job => [instance, job] as const) : [],
  )
}

function asksToCancel({ process: { effects } }: HarepRun, job: string): boolean {
  return effects.some(one => one.kind === 'luxi' && one.method === 'CancelJob' && String(one.args[0]) === job)
}
