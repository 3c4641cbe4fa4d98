import type { HarepRun } from '../play/harep-run.ts'
import type { Invariant } from './invariant.ts'
import { holdsOf } from './watch/holds.ts'

/** The original knows no holds: where only that runs any more, one of a run of ours that was killed stands, and cannot but stand. */
export const noHoldLeft: Invariant = {
  name: 'no-hold-left',
  about:
    'Of a run that had no problem no job filter stands when it ends, and when nothing moves any more, and harep has run on a master since the faults stopped, none of harep does.',
  watch: stage => {
    const holds = holdsOf(stage)
    let calmUs = Number.POSITIVE_INFINITY
    return {
      calmBegan: () => {
        calmUs = stage.kernel.nowUs
      },
      // The next run would take it away, and until then what the tags tell of waits for nothing.
      runEnded: run => {
        const { outcome } = run.process
        if (!couldTakeAway(run) || outcome?.kind !== 'returned' || outcome.value !== 0) return
        for (const { text, uuid } of holds.standing())
          if (holds.placedBy(text) === run)
            stage.violate(
              'no-hold-left',
              `run ${run.number} says that all is well, and leaves its filter ${uuid} (${text})`,
            )
      },
      ended: () => {
        if (!stage.runs.some(run => run.startUs >= calmUs && couldTakeAway(run))) return
        for (const { text, uuid } of holds.standing()) {
          if (isAtWork(holds.placedBy(text))) continue
          stage.violate('no-hold-left', `the filter ${uuid} (${text}) stands, and holds what comes`)
        }
      },
    }
  },
}

/** Whether a run is a healing one that found a master whose queue takes jobs, and came to its end. */
function couldTakeAway({ program, process: { outcome, events } }: HarepRun): boolean {
  return (
    program !== 'classic' &&
    outcome?.kind === 'returned' &&
    !events.some(({ kind }) => kind === 'queue-drained')
  )
}

/** A play that does not come to rest ends at some time, and a run that is under way then has not forgotten its hold. */
function isAtWork(run: HarepRun | undefined): boolean {
  return run !== undefined && run.process.outcome === undefined
}
