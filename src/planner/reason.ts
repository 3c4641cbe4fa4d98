import type { RepairType } from '../cluster/repair-type.ts'
import type { Permission } from '../policy/permission.ts'
import type { TagStep } from '../policy/what-allows.ts'

/**
 * Why an instance is in the state it is in: one closed list, each with what was seen. The `code` is stable (for scripts
 * and tests); sentences for people are made of it by describe-reason.ts and what-would-change.ts.
 */
export type Reason =
  | { readonly code: 'nodes-fine' }
  | { readonly code: 'primary-offline'; readonly node: string; readonly secondary: string }
  | { readonly code: 'secondary-offline'; readonly node: string }
  | { readonly code: 'all-copies-offline'; readonly nodes: readonly string[] }
  /** `still`: what would still be in the way once the node is not drained any more; undefined where nothing would. */
  | {
      readonly code: 'copy-on-drained-node'
      readonly offline: string
      readonly drained: string
      readonly still?: Reason
    }
  /** `job`: the failover that left the copy behind, or what brought its node back after the instance had gone on without it. */
  | {
      readonly code: 'copy-behind'
      readonly offline: string
      readonly behind: string
      readonly since: 'failover' | 'return'
      readonly job: string
    }
  | { readonly code: 'node-silent'; readonly node: string }
  | { readonly code: 'no-secondary' }
  | { readonly code: 'admin-offline' }
  | { readonly code: 'forthcoming' }
  | { readonly code: 'mixed-disks' }
  | { readonly code: 'primary-drained'; readonly node: string; readonly secondary: string }
  | { readonly code: 'secondary-drained'; readonly node: string }
  | { readonly code: 'plain-drained'; readonly node: string; readonly estimateSeconds: number }
  | { readonly code: 'shared-offline'; readonly node: string }
  | { readonly code: 'shared-drained'; readonly node: string }
  | { readonly code: 'user-down'; readonly node: string }
  | { readonly code: 'wrong-node'; readonly node: string }
  | { readonly code: 'runs-unwanted'; readonly node: string }
  /** `still`: what would still be in the way once it is shut down. */
  | {
      readonly code: 'stop-too-long'
      readonly node: string
      readonly estimateSeconds: number
      readonly maxStopSeconds: number
      readonly still?: Reason
    }
  /** What a job of ours left undone: its disks (disks), the system on them (system), or the start alone (start). */
  | {
      readonly code: 'recreation-unfinished'
      readonly stage: 'disks' | 'system' | 'start'
      readonly job: string
    }
  /** `leftOut`: so many other nodes of the group are for instances and not asked for room, being offline, drained or silent. */
  | {
      readonly code: 'no-room'
      readonly need: RoomNeed
      readonly group: string
      readonly leftOut: number
    }
  | {
      readonly code: 'settling'
      readonly node: string
      readonly untilSeconds: number
      readonly settleSeconds: number
    }
  /** `silent`: so many more do not answer, and are not marked offline. */
  | {
      readonly code: 'too-many-offline'
      readonly group: string
      readonly offline: number
      readonly silent: number
      readonly nodes: number
      readonly max: number
    }
  | { readonly code: 'busy'; readonly job: string; readonly opId: string }
  /** `notBeforeSeconds` undefined: the next run. */
  | {
      readonly code: 'retry-later'
      readonly type: RepairType
      readonly attempt: number
      readonly attemptsMax: number
      readonly jobs: readonly string[]
      readonly notBeforeSeconds: bigint | undefined
    }
  | {
      readonly code: 'refused-for-now'
      readonly type: RepairType
      readonly job: string
      readonly untilSeconds: number
    }
  | { readonly code: 'changed-since'; readonly job: string; readonly what: string }
  | {
      readonly code: 'repair-cancelled'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly tag: string
    }
  | {
      readonly code: 'attempts-failed'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly tags: readonly string[]
    }
  | { readonly code: 'one-off-waiting'; readonly type: RepairType; readonly tag: string }
  | { readonly code: 'tags-malformed'; readonly tags: readonly string[] }
  | { readonly code: 'not-enabled'; readonly type: RepairType }
  /** `toAllow`, here and below: what has to be done to the tags; --classic does not say. */
  | {
      readonly code: 'suspended'
      readonly permission: Permission & { readonly kind: 'suspended' }
      readonly toAllow?: readonly TagStep[]
    }
  | {
      readonly code: 'not-allowed'
      readonly type: RepairType
      readonly permission: Permission & { readonly kind: 'enabled' }
      readonly toAllow?: readonly TagStep[]
    }
  | { readonly code: 'repair-submitted'; readonly type: RepairType; readonly jobs: readonly string[] }
  /** Only with --dry-run. */
  | { readonly code: 'would-submit'; readonly type: RepairType }
  | { readonly code: 'repair-running'; readonly type: RepairType; readonly jobs: readonly string[] }
  /** Its jobs are over, and its tags do not say so yet. */
  | { readonly code: 'result-waiting'; readonly type: RepairType; readonly jobs: readonly string[] }
  | {
      readonly code: 'repair-failed'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly tag: string
      readonly why: WhyFinal
    }
  /** `jobs`: those that are gone. `result`: what the tag says all the same. */
  | {
      readonly code: 'job-gone'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly result: 'failure' | 'enoperm'
      readonly tag: string
    }
  | { readonly code: 'tags-contradict'; readonly pending: string; readonly later: string }
  | { readonly code: 'unreadable'; readonly problem: string }
  | { readonly code: 'problem'; readonly problem: string }

/** Where what follows the advice is harep's to do: only as long as nothing is in the way then. */
export type PromisingReason = Extract<Reason, { readonly code: 'copy-on-drained-node' | 'stop-too-long' }>

/** Why a failure is not tried again. */
export type WhyFinal =
  /** --classic tries nothing twice, as the original does. */
  | 'first-failure'
  /** It has no job, or one that is not marked as this repair: of the original, of --classic, or named by hand. */
  | 'not-ours'
  /** Its job has not failed, whatever the tag says. */
  | 'not-failed'
  /** The process of a re-creation died, and nothing tells how far it came. */
  | 'died'
  /** A re-creation on record as called off, whose job had come to its disks or was not cancelled. */
  | 'had-begun'
  /** A new secondary was written down before its copy was whole. */
  | 'half-copy'

/** What there is no room for. */
export type RoomNeed =
  /** So many nodes for new disks. */
  | { readonly kind: 'disks'; readonly copies: number }
  /** Another secondary. */
  | { readonly kind: 'secondary' }
  /** Another node altogether. */
  | { readonly kind: 'node' }
  /** Memory on the node where it has to be started. */
  | {
      readonly kind: 'memory'
      readonly node: string
      readonly neededMiB: number
      readonly freeMiB: number
    }
  /** Another node than this one, and perhaps others, where a copy has found volumes of its disks from before. */
  | { readonly kind: 'old-volumes'; readonly node: string }

export type ReasonCode = Reason['code']

/** Every code, for tests and documents. */
export const REASON_CODES = [
  'nodes-fine',
  'primary-offline',
  'secondary-offline',
  'all-copies-offline',
  'copy-on-drained-node',
  'copy-behind',
  'node-silent',
  'no-secondary',
  'admin-offline',
  'forthcoming',
  'mixed-disks',
  'primary-drained',
  'secondary-drained',
  'plain-drained',
  'shared-offline',
  'shared-drained',
  'user-down',
  'wrong-node',
  'runs-unwanted',
  'stop-too-long',
  'recreation-unfinished',
  'no-room',
  'settling',
  'too-many-offline',
  'busy',
  'retry-later',
  'refused-for-now',
  'changed-since',
  'repair-cancelled',
  'attempts-failed',
  'one-off-waiting',
  'tags-malformed',
  'not-enabled',
  'suspended',
  'not-allowed',
  'repair-submitted',
  'would-submit',
  'repair-running',
  'result-waiting',
  'repair-failed',
  'job-gone',
  'tags-contradict',
  'unreadable',
  'problem',
] as const satisfies readonly ReasonCode[]
