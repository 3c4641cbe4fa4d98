import type { HealingOptions } from './healing/healing-options.ts'

/** What the command line can say about a run that does as the original does. */
export interface ClassicOptions {
  readonly classic: true
  /** How long each repair job waits before its first step, in seconds; 0 or less, or NaN: it does not wait. */
  readonly jobDelaySeconds: number
  /** The text of the reason trail of all jobs; undefined: "harep (ganeti) version VERSION called". */
  readonly reason: string | undefined
  readonly dryRun: boolean
  /** Our own version number, for comment and reason of the jobs. */
  readonly version: string
}

/** What the command line can say about a run. */
export type RunOptions = ClassicOptions | (HealingOptions & { readonly classic: false })
