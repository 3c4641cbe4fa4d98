import type { HealingEvent } from '../../src/run/healing/healing-event.ts'
import type { RunEvent } from '../../src/run/run-event.ts'
import type { WrittenJob } from '../ganeti/written-job.ts'
import type { Happened } from './happened.ts'
import type { HarepRun } from './harep-run.ts'

/** Whoever watches a play: what must always hold, what was hit, what is drawn. Each is told at the moment it is so. */
export interface Observer {
  /** A job's file was written, the first time included. */
  jobWritten?(job: WrittenJob): void
  /** A guest was started or stopped: does the instance run on some node now? */
  guestChanged?(instance: string, runs: boolean): void
  /** Something of the timeline. */
  happened?(what: Happened): void
  runStarted?(run: HarepRun): void
  /** A run has reported something. */
  told?(run: HarepRun, event: RunEvent | HealingEvent): void
  runEnded?(run: HarepRun): void
  /** The faults have stopped. */
  calmBegan?(): void
  /** Nothing moves any more, or the runs are used up. */
  ended?(): void
}
