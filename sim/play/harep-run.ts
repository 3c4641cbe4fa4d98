import type { SimulatedRun } from '../driver/simulated-run.ts'

/** Which program: ours, ours with --classic, or ours started by somebody beside cron (another machine: no lock is shared). */
export type Program = 'harep' | 'classic' | 'second'

/** One run of harep in a play. */
export interface HarepRun {
  /** From 1, in the order of their starts. */
  readonly number: number
  readonly program: Program
  /** The node it runs on. */
  readonly node: string
  readonly startUs: number
  readonly process: SimulatedRun<0 | 1>
}
