import type { JobId, JobStatus } from '../cluster/job.ts'
import type { RepairType } from '../cluster/repair-type.ts'

/** What our mark in a job's reason trail says: which repair the job is. */
export interface RepairMark {
  readonly type: RepairType
  readonly id: string
}

/** Why an opcode failed: Ganeti's error class (OpPrereqError, ...) and, where it has one, its code (insufficient_resources, ...). */
export interface OpcodeError {
  readonly errorClass: string
  readonly code: string | undefined
  readonly text: string
}

/** One opcode of a job, as far as harep cares. */
export interface QueuedOpcode {
  readonly opId: string
  readonly status: JobStatus
  /** The instances that it names, and so locks. */
  readonly instances: readonly string[]
  /** The nodes that it names (RECREATE_DISKS: where the disks are made, the primary first). */
  readonly nodes: readonly string[]
  /** The node that it takes the offline mark off; else undefined. */
  readonly broughtBack: string | undefined
  /** Of a REPLACE_DISKS: whether it frees the resources of its nodes before it copies. */
  readonly releasesEarly: boolean
  /** Of a TAGS_SET or TAGS_DEL of an instance: the tags. */
  readonly tags: readonly string[]
  /** Only of failed jobs of ours. */
  readonly error: OpcodeError | undefined
}

/** A job, unfinished or ended, as the queue (or its archive) has it. */
export interface QueuedJob {
  readonly id: JobId
  readonly status: JobStatus
  /** Seconds since the epoch, with a fraction; undefined while it is unfinished. */
  readonly endedSeconds: number | undefined
  readonly opcodes: readonly QueuedOpcode[]
  /** Whether harep was about to cancel it (src/run/withdrawn-mark.ts, by a mark or a witness); it may have died before it did. */
  readonly isWithdrawn: boolean
  /** The repair of ours that it is, or undefined for tag jobs and jobs of others. */
  readonly repair: RepairMark | undefined
  /** The hold of the run that submitted it (src/run/healing/hold.ts), or undefined. */
  readonly hold: string | undefined
  /** Which figures of the group's nodes its repair was planned on (figures.ts), or undefined. */
  readonly figures: string | undefined
  /**
   * Of a re-creation of ours: the nodes that had the disks before it and the attempts before it, the primary first. Of a new secondary: the
   * nodes before it. Else undefined.
   */
  readonly from: readonly string[] | undefined
  /** What it says as a witness, which is no repair. Else undefined. */
  readonly witness: Witness | undefined
}

/** A run was about to cancel these jobs: at `saidSeconds` since the epoch, by the clock that harep reads. */
export interface Witness {
  readonly jobs: readonly JobId[]
  readonly saidSeconds: number
}
