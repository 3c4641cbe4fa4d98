import type { JobId } from '../../cluster/job.ts'
import type { Opcode } from '../../cluster/opcode.ts'
import type { RepairType } from '../../cluster/repair-type.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import type { Decider, Level } from '../../policy/permission.ts'

/** What a healing run tells while it goes on. Data; src/report makes text or JSON of it. With --dry-run: what would be. */
export type HealingEvent =
  /**
   * A pending repair has ended; `refused`: Ganeti found no room for it, so it waits and counts as no attempt; `withdrawn`: it
   * was cancelled before it began, or when it had only stopped its instance, by harep or since it was no longer due, and counts
   * as none either.
   */
  | {
      readonly kind: 'ended'
      readonly instance: string
      readonly type: RepairType
      readonly jobs: readonly JobId[]
      readonly outcome: 'success' | 'failure' | 'refused' | 'withdrawn'
      /** Of a failure and of a refusal: what Ganeti said, or why it counts as one. Of what was withdrawn: what it had done. */
      readonly why: string | undefined
    }
  /** A repair job is in the queue and on record. */
  | {
      readonly kind: 'begun'
      readonly instance: string
      readonly type: RepairType
      /** undefined with --dry-run. */
      readonly job: JobId | undefined
      readonly opcodes: readonly Opcode[]
      readonly decision: HealingDecision
    }
  /** A repair is due that the tags do not allow, and that is now on record. */
  | {
      readonly kind: 'forbidden'
      readonly instance: string
      readonly type: RepairType
      readonly upTo: RepairType
      readonly decidedBy: Decider | undefined
    }
  /** A repair job of an earlier run, which died before it could write the tag, was found in the queue and put on record. */
  | { readonly kind: 'adopted'; readonly instance: string; readonly type: RepairType; readonly job: JobId }
  /**
   * A repair job was cancelled that had done nothing, or (`hadStopped`) only marked its instance down: `stale`: no longer due, or not
   * there, since `lostNode`, to which it was to go, is out of service; `untagged`: its tag could not be written.
   */
  | {
      readonly kind: 'cancelled'
      readonly instance: string
      readonly job: JobId
      readonly because: 'stale' | 'untagged'
      readonly lostNode: string | undefined
      readonly hadStopped: boolean
    }
  /** The hold of a run that was killed is taken away; its jobs are on record or cancelled. */
  | { readonly kind: 'hold-removed'; readonly hold: string }
  /** Suspensions that were over for more than a day are removed. */
  | {
      readonly kind: 'suspension-removed'
      readonly level: Level
      readonly object: string
      readonly tags: readonly string[]
    }
  /** A change of an instance's tags, for --verbose. */
  | {
      readonly kind: 'tags-changed'
      readonly instance: string
      readonly added: readonly string[]
      readonly removed: readonly string[]
    }
  /** Something that concerns one instance, or (undefined) the run, went wrong; the run goes on, and ends with 1. */
  | { readonly kind: 'problem'; readonly instance: string | undefined; readonly problem: string }
  /** Something that an admin should know and that is no failure of this run. */
  | { readonly kind: 'warning'; readonly warning: string }
  /** The job queue is drained, or a job filter (its UUID) rejects all new jobs: nothing can be done now, and that is no failure. */
  | { readonly kind: 'queue-drained'; readonly filter?: string }
  /** Only with --wait: waiting for so many repairs to end. */
  | { readonly kind: 'waiting'; readonly repairs: number }
  /** The last word: what stands of each selected instance. `isPartial`: there were problems. */
  | {
      readonly kind: 'summary'
      readonly decisions: readonly HealingDecision[]
      readonly dryRun: boolean
      readonly isPartial: boolean
    }
