/**
 * How long things take in virtual time: medians, around which each single duration is drawn (duration-model.ts). The
 * defaults were measured on a real Ganeti (docs/fidelity.md), with a hypervisor whose guests start and stop at once; a
 * guest that takes its time to shut down is for the cluster file to say. All zero makes everything happen in the same
 * microsecond, still in a fixed order. Milliseconds, but for the two bandwidths and the spread.
 */
export interface Timing {
  /**
   * Replicating one file of the job queue to the master candidates, by luxid: once for the serial number of a submission,
   * and once for each of its jobs, one after another.
   */
  readonly submissionMs: number
  /** What a master candidate that is dead but not marked offline adds to each such replication, however many there are. */
  readonly deadCandidateMs: number
  /** Replicating a job's file after a change of its status, by the job's own process. */
  readonly statusChangeMs: number
  /** A query for live data. */
  readonly liveQueryMs: number
  /**
   * Starting a job's process, until it has taken the job over (status `waiting`). luxid starts one process after another,
   * so that the last of twenty jobs waits for nineteen starts.
   */
  readonly jobStartMs: number
  /** From having all locks to the status `running`. */
  readonly lockMs: number
  /** How often a process that waits for locks looks whether it has got them. */
  readonly lockPollMs: number
  readonly tagsMs: number
  readonly failoverMs: number
  readonly migrateMs: number
  readonly startupMs: number
  readonly shutdownMs: number
  readonly reinstallMs: number
  /** Creating the volumes of one instance. */
  readonly createDisksMs: number
  /** Replacing the disks of one instance, without their synchronisation. */
  readonly replaceDisksMs: number
  readonly nodeSetParamsMs: number
  /** A run of the allocator. */
  readonly iallocatorMs: number
  /** DRBD's resynchronisation of one disk, in MiB per second (Ganeti's default resync rate is 60 MiB/s); 0: at once. */
  readonly resyncMiBPerSecond: number
  /** Copying disks between nodes (INSTANCE_MOVE), in MiB per second; 0 means at once. */
  readonly copyMiBPerSecond: number
  /** How far durations stray from their medians: by how many percent the shortest is shorter. 0: they do not. */
  readonly spreadPercent: number
}

/** Measured, rounded (docs/fidelity.md). */
export const DEFAULT_TIMING: Timing = {
  submissionMs: 150,
  deadCandidateMs: 5_000,
  statusChangeMs: 100,
  liveQueryMs: 150,
  jobStartMs: 180,
  lockMs: 10,
  lockPollMs: 50,
  tagsMs: 100,
  failoverMs: 600,
  migrateMs: 1_200,
  startupMs: 380,
  shutdownMs: 350,
  reinstallMs: 650,
  createDisksMs: 350,
  replaceDisksMs: 700,
  nodeSetParamsMs: 1_000,
  iallocatorMs: 300,
  resyncMiBPerSecond: 60,
  copyMiBPerSecond: 50,
  spreadPercent: 10,
}

/** Everything at once: for tests that look at effects and not at times. */
export const NO_TIME: Timing = {
  submissionMs: 0,
  deadCandidateMs: 0,
  statusChangeMs: 0,
  liveQueryMs: 0,
  jobStartMs: 0,
  lockMs: 0,
  lockPollMs: 0,
  tagsMs: 0,
  failoverMs: 0,
  migrateMs: 0,
  startupMs: 0,
  shutdownMs: 0,
  reinstallMs: 0,
  createDisksMs: 0,
  replaceDisksMs: 0,
  nodeSetParamsMs: 0,
  iallocatorMs: 0,
  resyncMiBPerSecond: 0,
  copyMiBPerSecond: 0,
  spreadPercent: 0,
}

/**
 * The time until all disks of an instance are in sync again, in microseconds. Each disk is a DRBD device of its own, and
 * the resync rate that Ganeti sets is one of the device: disks sync side by side, those of several instances, too.
 */
export function resyncUs(disksMiB: readonly number[], timing: Timing): number {
  return transferUs(Math.max(0, ...disksMiB), timing.resyncMiBPerSecond)
}

/** The time to move `sizeMiB` at `rateMiBPerSecond` (0: at once), in microseconds. */
export function transferUs(sizeMiB: number, rateMiBPerSecond: number): number {
  return rateMiBPerSecond === 0 ? 0 : Math.ceil((sizeMiB / rateMiBPerSecond) * 1_000_000)
}

/** Microseconds of a time in milliseconds. */
export function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000)
}
