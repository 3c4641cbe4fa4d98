import type { AdminState } from '../../../src/cluster/instance.ts'
import type { DefinedDiskTemplate } from '../../ganeti/cluster-definition.ts'
import type { RepairJob } from '../../invariants/watch/marks.ts'

/** A node as the model sees it. */
export interface ModelNode {
  readonly flags: 'offline' | 'drained' | ''
  /** It is not marked offline, and does not answer. */
  readonly isSilent: boolean
  /** When it was marked, in seconds since the epoch. */
  readonly markedSeconds: number
}

/** All that the model asks of a cluster to say what may become of one instance. */
export interface ModelCase {
  readonly template: DefinedDiskTemplate
  readonly adminState: AdminState
  readonly isForthcoming: boolean
  /** Where it really runs. */
  readonly runs: 'on its primary' | 'elsewhere' | 'nowhere'
  /** Whether a user's own shutdown cannot be told from one that failed. */
  readonly mayBeUserDown: boolean
  readonly diskMiB: number
  /** The names of its nodes. */
  readonly nodeNames: readonly string[]
  readonly primary: ModelNode
  /** Of drbd only. */
  readonly secondary: ModelNode | undefined
  /** Whether the secondary's copy is known to be older than the one that was in use last. */
  readonly isSecondaryBehind: 'yes' | 'no' | 'perhaps'
  readonly tags: readonly string[]
  /** How far repairs may go: so many of the four types, or a suspension. */
  readonly allowed: number | 'suspended'
  /** The repairs of ours that were submitted before the run, the oldest first. */
  readonly repairs: readonly RepairJob[]
  /** Which of them are in the archive, where what others have done since may be, too. */
  readonly archived: ReadonlySet<number>
  /** Whether a job of somebody else's that may change something is under way there. */
  readonly isBusy: boolean
  /** Those that are marked offline, and those that do not answer. */
  readonly goneInGroup: number
  readonly nodesInGroup: number
  /** Whether there is room for whatever may be due in its group, however it is counted. */
  readonly isRoomAmple: boolean
  readonly nowSeconds: number
  readonly runStartSeconds: number
  readonly limits: {
    readonly settleSeconds: number
    readonly maxOffline: number | undefined
    readonly maxStopSeconds: number
  }
}
