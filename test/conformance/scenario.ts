import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'

/** What an admin, or fate, does to a cluster before a run. What there is no occasion for does nothing. */
export type Incident =
  | { readonly kind: 'offline' | 'online' | 'drain' | 'die unmarked'; readonly node: string }
  | { readonly kind: 'crash'; readonly instance: string }
  /** Removes the first repair tag there is. */
  | { readonly kind: 'remove a repair tag' }
  /** Loses the job that the first pending tag names. */
  | { readonly kind: 'lose a pending job' }
  | { readonly kind: 'archive all jobs' }
  /** Drains the job queue, or undrains it where it is drained. */
  | { readonly kind: 'toggle the drain flag' }
  | { readonly kind: 'permit'; readonly tags: readonly string[] }

/** Which jobs are in the queue before the first run. */
export type SeededJobs = 'none' | 'successful' | 'ended' | 'all'

/** A cluster and its story: what happens before each run of harep. Plain data, so that a failure can be printed. */
export interface Scenario {
  readonly definition: ClusterDefinition
  readonly seededJobs: SeededJobs
  /** The options of every run, but for the socket. */
  readonly options: readonly string[]
  /** One list for each run. */
  readonly incidents: readonly (readonly Incident[])[]
}

/** Jobs that tags can name, by what became of them; one that a scenario does not seed is `gone`. */
export const SEEDED_JOB_IDS = {
  success: 1,
  'other success': 2,
  archived: 3,
  error: 4,
  canceled: 5,
  queued: 6,
  running: 7,
  waiting: 8,
  gone: 9_999,
} as const

export type SeededJob = keyof typeof SEEDED_JOB_IDS

/** An instance that is shut down for ever: its job runs, and another waits for its lock. */
export const BUSY_INSTANCE = 'busy.example.com'
