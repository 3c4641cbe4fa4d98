import type { HarepRun } from '../../play/harep-run.ts'
import type { Observer } from '../../play/observer.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import { skewUsOf } from '../../play/skew.ts'
import { START_US, type Stage } from '../../play/stage.ts'
import type { RepairJob } from './marks.ts'

/** luxid goes on with a submission whose client is gone: each job costs it up to 5 s for each dead candidate. */
const SUBMISSION_US = 180 * 1_000_000

/** Which moments the run that has just submitted something may have looked at. */
class RunWindow {
  readonly #stage: Stage
  /** Those that may be submitting still, the oldest first. */
  #recent: { readonly run: HarepRun; readonly skewsUs: Set<number>; endUs: number | undefined }[] = []

  /** The healing runs that have looked at everything and come to their end, in microseconds since the beginning. */
  readonly #completed: { readonly startUs: number; readonly endUs: number }[] = []

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /**
   * When the last healing run began that began later than `fromUs`, saw to everything, and had ended at `untilUs`. One that began in the same
   * moment may have looked before that.
   */
  lastRunWithin(fromUs: number, untilUs: number): number | undefined {
    const last = this.#completed.findLast(({ endUs }) => endUs <= untilUs)
    return last !== undefined && last.startUs > fromUs ? last.startUs : undefined
  }

  /** When the last run began that could have cancelled a repair before it began, if one did after its submission. */
  lastChanceUs({ submittedUs, begunUs = this.#stage.elapsedUs }: RepairJob): number | undefined {
    return this.lastRunWithin(submittedUs, begunUs)
  }

  /** When the first healing run began after `us` that saw to everything. */
  firstRunAfter(us: number): number | undefined {
    return this.#completed.find(({ startUs }) => startUs > us)?.startUs
  }

  /** When the oldest run began that may be submitting something now, in microseconds since the beginning; now where none is. */
  sinceUs(): number {
    this.#forget()
    return (this.#recent[0]?.run.startUs ?? this.#stage.kernel.nowUs) - START_US
  }

  /** The seconds since the epoch that these runs may take a moment for. */
  secondsAt(us: number): readonly bigint[] {
    const skewsUs = [skewUsOf(this.#stage), ...this.#recent.flatMap(({ skewsUs }) => [...skewsUs])]
    return [...new Set(skewsUs)].map(skewUs => BigInt(Math.floor((START_US + us + skewUs) / 1_000_000)))
  }

  observer(): Observer {
    return {
      runStarted: run => {
        this.#forget()
        this.#recent.push({ run, skewsUs: new Set([skewUsOf(this.#stage)]), endUs: undefined })
      },
      happened: () => {
        for (const { skewsUs } of this.#recent) skewsUs.add(skewUsOf(this.#stage))
      },
      runEnded: ended => {
        const entry = this.#recent.find(({ run }) => run === ended)
        if (entry !== undefined) entry.endUs = this.#stage.kernel.nowUs
        if (hasSeenToAll(ended))
          this.#completed.push({ startUs: ended.startUs - START_US, endUs: this.#stage.elapsedUs })
      },
    }
  }

  #forget(): void {
    const { nowUs } = this.#stage.kernel
    this.#recent = this.#recent.filter(({ run, endUs }) => {
      // A run that ended by itself has had all its answers.
      const grace = run.process.outcome?.kind === 'returned' ? 0 : SUBMISSION_US
      return endUs === undefined || nowUs - endUs <= grace
    })
  }
}

/** Whether a run is a healing one that was neither kept from its work nor had any trouble with it. */
export function hasSeenToAll({ program, process: { outcome, events } }: HarepRun): boolean {
  if (program === 'classic' || outcome?.kind !== 'returned' || outcome.value !== 0) return false
  return !events.some(({ kind }) => kind === 'queue-drained' || kind === 'warning')
}

/** The window of a play. To be asked for before the play begins. */
export const windowOf = oneForEachPlay(stage => {
  const window = new RunWindow(stage)
  stage.observers.push(window.observer())
  return window
})
