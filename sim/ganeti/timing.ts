/**
 * How long things take in virtual time. The defaults are plausible for a small cluster and come from what was seen on a
 * real one (jobs.md section 3, opcodes.md sections 3 to 14); all zero makes everything happen in the same microsecond,
 * still in a fixed order. Milliseconds, but for the two bandwidths.
 */
export interface Timing {
  /** Submitting one job: its file is replicated to every master candidate before the next one's. */
  readonly submissionMs: number
  /** What each master candidate that is dead but not marked offline adds to every submission. */
  readonly deadCandidateMs: number
  /** A query for live data. */
  readonly liveQueryMs: number
  /** From the moment a job gets a slot until its process has taken it over (status `waiting`). */
  readonly jobStartMs: number
  /** From having all locks to the start of the opcode's own work. */
  readonly lockMs: number
  readonly tagsMs: number
  readonly failoverMs: number
  readonly migrateMs: number
  readonly startupMs: number
  readonly shutdownMs: number
  readonly reinstallMs: number
  /** Creating the volumes of one instance. */
  readonly createDisksMs: number
  readonly nodeSetParamsMs: number
  /** A run of the allocator. */
  readonly iallocatorMs: number
  /** DRBD's resynchronisation, in MiB per second (Ganeti's default resync rate is 60 MiB/s); 0 means at once. */
  readonly resyncMiBPerSecond: number
  /** Copying disks between nodes (INSTANCE_MOVE), in MiB per second; 0 means at once. */
  readonly copyMiBPerSecond: number
}

/** Seen on a real cluster, rounded. */
export const DEFAULT_TIMING: Timing = {
  submissionMs: 200,
  deadCandidateMs: 5_000,
  liveQueryMs: 150,
  jobStartMs: 350,
  lockMs: 150,
  tagsMs: 500,
  failoverMs: 5_000,
  migrateMs: 8_000,
  startupMs: 2_000,
  shutdownMs: 3_000,
  reinstallMs: 4_000,
  createDisksMs: 2_000,
  nodeSetParamsMs: 500,
  iallocatorMs: 500,
  resyncMiBPerSecond: 60,
  copyMiBPerSecond: 50,
}

/** Everything at once: for tests that look at effects and not at times. */
export const NO_TIME: Timing = {
  submissionMs: 0,
  deadCandidateMs: 0,
  liveQueryMs: 0,
  jobStartMs: 0,
  lockMs: 0,
  tagsMs: 0,
  failoverMs: 0,
  migrateMs: 0,
  startupMs: 0,
  shutdownMs: 0,
  reinstallMs: 0,
  createDisksMs: 0,
  nodeSetParamsMs: 0,
  iallocatorMs: 0,
  resyncMiBPerSecond: 0,
  copyMiBPerSecond: 0,
}

/** The time to move `sizeMiB` at `rateMiBPerSecond` (0: at once), in microseconds. */
export function transferUs(sizeMiB: number, rateMiBPerSecond: number): number {
  return rateMiBPerSecond === 0 ? 0 : Math.ceil((sizeMiB / rateMiBPerSecond) * 1_000_000)
}

/** Microseconds of a time in milliseconds. */
export function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000)
}
