import type { JobId } from '../../cluster/job.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { QueuedJob } from '../queue.ts'
import type { Reason } from '../reason.ts'

/** The bounds that an admin can set on the command line. */
export interface Limits {
  /** How long a node must have been offline before anything that destroys data or could start a second copy is begun. */
  readonly settleSeconds: number
  /** How many nodes of a group may be offline before re-creations stop there; undefined: two, or a fifth of them if that is more. */
  readonly maxOffline: number | undefined
  /** The longest estimated stop of a running plain instance for moving it with its data. */
  readonly maxStopSeconds: number
}

/** Which instances this run is about; all that it is not about is left out of every decision. */
export type IsSelected = (instance: string) => boolean

/** All that a plan of the healing ruleset is made from. */
export interface PlanInput {
  readonly snapshot: Snapshot
  readonly nowSeconds: bigint
  /** When this run began: what failed since is tried again by the next run, not by this one. */
  readonly runStartSeconds: bigint
  /** The repairs that this run itself has begun, in an earlier round: how long ago they ended is no question of clocks. */
  readonly ownJobs: ReadonlySet<JobId>
  /** The jobs of the queue that are not archived, unfinished or ended, in the order of their ids. */
  readonly queue: readonly QueuedJob[]
  /**
   * The jobs that repair tags of the snapshot name and that the queue no longer shows, from the archive. A job that a tag
   * names and that is in neither is gone.
   */
  readonly archived: ReadonlyMap<JobId, QueuedJob>
  readonly limits: Limits
  readonly isSelected: IsSelected
  /** Instances on which nothing may be begun now, each with the reason that the run knows of. */
  readonly withheld: ReadonlyMap<string, Reason>
}
