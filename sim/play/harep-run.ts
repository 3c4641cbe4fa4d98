import type { SimulatedRun } from '../driver/simulated-run.ts'
import type { WireFault } from './wire-fault.ts'

/**
 * Which program: ours, ours with --classic, ours started by somebody beside cron (another machine: no lock is shared), or the
 * original of another package, as a process of its own.
 */
export const PROGRAMS = ['harep', 'classic', 'second', 'original'] as const
export type Program = (typeof PROGRAMS)[number]

/** One run of harep in a play. */
export interface HarepRun {
  /** From 1, in the order of their starts. */
  readonly number: number
  readonly program: Program
  /** The node it runs on. */
  readonly node: string
  readonly startUs: number
  /** What was to befall its calls, whether they were made or not. */
  readonly wire: readonly WireFault[]
  readonly process: SimulatedRun<0 | 1>
}
