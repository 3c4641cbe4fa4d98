import type { Snapshot } from '../../src/cluster/snapshot.ts'

/** What one run of harep came to. */
export interface HarepRun {
  /** null when a signal ended it. */
  readonly exitCode: number | null
  /** What it wrote on both outputs, without line ends. */
  readonly lines: readonly string[]
}

/** All that the demo does to the world and takes from it. Each of these may throw a HarepError, which ends the demo. */
export interface DemoWorld {
  /** The cluster as a Luxi client sees it. */
  readonly load: () => Promise<Snapshot>
  /** Marks a node offline with a job, as an admin does; gives the job's id when it has ended well. */
  readonly markOffline: (node: string) => Promise<string>
  /** Runs the real harep once. */
  readonly harep: () => Promise<HarepRun>
  /** Waits until no job of the cluster is unfinished. */
  readonly jobsEnded: () => Promise<void>
  readonly nowSeconds: () => bigint
  readonly print: (text: string) => void
}
