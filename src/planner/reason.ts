import { exhaustive } from '../cluster/exhaustive.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { Permission } from '../policy/permission.ts'
import { utcTime } from './utc-time.ts'

/**
 * Why an instance is in the state it is in: one closed list, each with what was seen. The `code` is stable (for scripts
 * and tests), the sentence of describeReason is for people.
 */
export type Reason =
  | { readonly code: 'nodes-fine' }
  | { readonly code: 'no-rule'; readonly diskTemplate: string; readonly node: string }
  | { readonly code: 'node-drained'; readonly node: string }
  | { readonly code: 'primary-offline'; readonly node: string; readonly secondary: string }
  | { readonly code: 'secondary-offline'; readonly node: string }
  | { readonly code: 'all-copies-offline'; readonly nodes: readonly string[] }
  | { readonly code: 'copy-on-drained-node'; readonly offline: string; readonly drained: string }
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
  | {
      readonly code: 'stop-too-long'
      readonly node: string
      readonly estimateSeconds: number
      readonly maxStopSeconds: number
    }
  /** What a job of ours left undone: its disks (disks), the system on them (system), or the start alone (start). */
  | {
      readonly code: 'recreation-unfinished'
      readonly stage: 'disks' | 'system' | 'start'
      readonly job: string
    }
  | { readonly code: 'no-room'; readonly need: RoomNeed; readonly group: string }
  | {
      readonly code: 'settling'
      readonly node: string
      readonly untilSeconds: number
      readonly settleSeconds: number
    }
  | {
      readonly code: 'too-many-offline'
      readonly group: string
      readonly offline: number
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
  | { readonly code: 'suspended'; readonly permission: Permission & { readonly kind: 'suspended' } }
  | {
      readonly code: 'not-allowed'
      readonly type: RepairType
      readonly permission: Permission & { readonly kind: 'enabled' }
    }
  | { readonly code: 'repair-submitted'; readonly type: RepairType; readonly jobs: readonly string[] }
  /** Only with --dry-run. */
  | { readonly code: 'would-submit'; readonly type: RepairType }
  | { readonly code: 'repair-running'; readonly type: RepairType; readonly jobs: readonly string[] }
  | { readonly code: 'pending-without-job'; readonly type: RepairType }
  | {
      readonly code: 'repair-failed'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly tag: string
    }
  | {
      readonly code: 'job-gone'
      readonly type: RepairType
      readonly jobs: readonly string[]
      readonly tag: string
    }
  | { readonly code: 'tags-contradict'; readonly pending: string; readonly later: string }
  | { readonly code: 'unreadable'; readonly problem: string }
  | { readonly code: 'problem'; readonly problem: string }

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
  /** Memory on its primary node, without which hail moves no secondary. */
  | { readonly kind: 'primary-memory'; readonly node: string }

export type ReasonCode = Reason['code']

/** One sentence for people: what was seen, and what was decided. What would end it is whatWouldChange's. */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'nodes-fine':
      return 'its nodes are fine'
    case 'no-rule':
      return `its primary node ${reason.node} is offline, and there is no repair for the disk template ${reason.diskTemplate}`
    case 'node-drained':
      return `node ${reason.node} is drained`
    case 'primary-offline':
      return `its primary node ${reason.node} is offline, its secondary ${reason.secondary} has the data`
    case 'secondary-offline':
      return `its secondary node ${reason.node} is offline, so it has no second copy`
    case 'secondary-drained':
      return `its secondary node ${reason.node} is drained, so its second copy is to go elsewhere`
    case 'primary-drained':
      return `its primary node ${reason.node} is drained, and its secondary ${reason.secondary} can take it`
    case 'all-copies-offline':
      return `every node with a copy of its disks is offline (${reason.nodes.join(', ')}), so only re-creation from nothing is left`
    case 'plain-drained':
      return `its node ${reason.node} is drained; it is moved with its data, and stopped for about ${reason.estimateSeconds} s`
    case 'shared-offline':
      return `its node ${reason.node} is offline, and another one can start it`
    case 'shared-drained':
      return `its node ${reason.node} is drained, and another one can take it`
    case 'copy-on-drained-node':
      return `node ${reason.offline} is offline, but the drained node ${reason.drained} has the data, and Ganeti fails nothing over to a drained node`
    case 'node-silent':
      return `node ${reason.node} does not answer and is not marked offline`
    case 'no-secondary':
      return 'it is a drbd instance without a secondary node: the configuration is damaged'
    case 'admin-offline':
      return 'its admin marked it offline'
    case 'forthcoming':
      return 'it is only forthcoming and has no disks yet'
    case 'mixed-disks':
      return 'its disks are of several templates, for which there is no repair'
    case 'user-down':
      return `it was shut down from within, and whatever takes it off node ${reason.node} would start it`
    case 'wrong-node':
      return `it runs on another node than its primary ${reason.node}, so whatever is done could start it twice`
    case 'stop-too-long':
      return `its node ${reason.node} is drained, but moving it would stop it for about ${reason.estimateSeconds} s, and ${reason.maxStopSeconds} s are allowed`
    case 'recreation-unfinished':
      return `its re-creation in job ${reason.job} stopped half way: ${STAGES[reason.stage]}`
    case 'no-room':
      return describeNoRoom(reason.need, reason.group)
    default:
      return describeDecision(reason)
  }
}

const STAGES = {
  disks: 'its disks were not made',
  system: 'its disks are made, and blank',
  start: 'it was only not started',
} as const

function describeNoRoom(need: RoomNeed, group: string): string {
  switch (need.kind) {
    case 'disks':
      return `its disks must be made anew, and group ${group} has not ${need.copies} ${need.copies === 1 ? 'node' : 'nodes'} with room for it`
    case 'secondary':
      return `it needs another secondary, and no other node of group ${group} has room for its disks`
    case 'node':
      return `it needs another node, and no other of group ${group} has room for it`
    case 'memory':
      return `node ${need.node} has not the memory to start it: ${need.neededMiB} MiB are needed, ${Math.floor(need.freeMiB)} MiB are free`
    case 'primary-memory':
      return `its primary node ${need.node} has no memory left if all its instances ran, and hail finds no secondary for it then`
    default:
      return exhaustive(need)
  }
}

type Decided = Exclude<Reason, { readonly code: Seen }>

type Seen =
  | 'nodes-fine'
  | 'no-rule'
  | 'node-drained'
  | 'primary-offline'
  | 'secondary-offline'
  | 'secondary-drained'
  | 'primary-drained'
  | 'all-copies-offline'
  | 'plain-drained'
  | 'shared-offline'
  | 'shared-drained'
  | 'copy-on-drained-node'
  | 'node-silent'
  | 'no-secondary'
  | 'admin-offline'
  | 'forthcoming'
  | 'mixed-disks'
  | 'user-down'
  | 'wrong-node'
  | 'stop-too-long'
  | 'recreation-unfinished'
  | 'no-room'

function describeDecision(reason: Decided): string {
  switch (reason.code) {
    case 'not-enabled':
      return `it needs ${reason.type}, and no tag on it, its group or the cluster allows repairs`
    case 'suspended':
      return `repairs are suspended ${describeSuspension(reason.permission)}`
    case 'not-allowed':
      return `it needs ${reason.type}, and the tag ${describeTag(reason.permission)} allows only repairs up to ${reason.permission.upTo}`
    case 'settling':
      return `node ${reason.node} is offline for less than ${reason.settleSeconds} s, so it is waited until ${utcTime(reason.untilSeconds)}`
    case 'too-many-offline':
      return `${reason.offline} of the ${reason.nodes} nodes of group ${reason.group} are offline, and above ${reason.max} nothing is re-created`
    case 'busy':
      return `job ${reason.job} (${reason.opId}) works on it`
    case 'retry-later':
      return `${reason.type} failed in job ${reason.jobs.join('+')}; attempt ${reason.attempt} of ${reason.attemptsMax} is made ${reason.notBeforeSeconds === undefined ? 'by the next run' : `at ${utcTime(reason.notBeforeSeconds)}`}`
    case 'refused-for-now':
      return `Ganeti had no room for ${reason.type} in job ${reason.job}; it is asked again when the nodes have changed, or at ${utcTime(reason.untilSeconds)}`
    case 'repair-submitted':
      return `${reason.type} is submitted as job ${reason.jobs.join('+')}`
    case 'would-submit':
      return `${reason.type} would be submitted`
    case 'repair-running':
      return `${reason.type} is on its way in job ${reason.jobs.join('+')}`
    case 'pending-without-job':
      return `a pending ${reason.type} names no job, so nothing shows whether it is done`
    case 'one-off-waiting':
      return `its nodes are fine, and the one-off permission ${reason.tag} is answered when the suspension is over`
    default:
      return describeTrouble(reason)
  }
}

type Trouble = Extract<
  Decided,
  {
    readonly code:
      | 'changed-since'
      | 'repair-failed'
      | 'repair-cancelled'
      | 'attempts-failed'
      | 'job-gone'
      | 'tags-contradict'
      | 'tags-malformed'
      | 'unreadable'
      | 'problem'
  }
>

function describeTrouble(reason: Trouble): string {
  switch (reason.code) {
    case 'changed-since':
      return `its re-creation in job ${reason.job} stopped half way, and is not tried again: ${reason.what}`
    case 'repair-failed':
      return reason.jobs.length === 0
        ? `${reason.type} failed, and its tag names no job`
        : `${reason.type} failed in job ${reason.jobs.join('+')}`
    case 'repair-cancelled':
      return `${reason.type} was cancelled in job ${reason.jobs.join('+')}`
    case 'attempts-failed':
      return `${reason.type} failed ${reason.tags.length} times, in the jobs ${reason.jobs.join(', ')}`
    case 'job-gone':
      return `job ${reason.jobs.join('+')} of its ${reason.type} is no longer on record, so its result is unknown`
    case 'tags-contradict':
      return `its tags contradict each other: ${reason.pending} is not finished, and ${reason.later} stands beside it; the first is followed`
    case 'tags-malformed':
      return `it has tags that begin as repair tags do and cannot be read: ${reason.tags.join(', ')}`
    case 'unreadable':
    case 'problem':
      return reason.problem
    default:
      return exhaustive(reason)
  }
}

function describeSuspension(permission: Permission & { readonly kind: 'suspended' }): string {
  const { untilSeconds, unreadable } = permission
  const until = untilSeconds === undefined ? 'until the tag is removed' : `until ${utcTime(untilSeconds)}`
  return `${until}, by the tag ${describeTag(permission)}${unreadable ? ', whose time cannot be read' : ''}`
}

function describeTag({ by }: Permission & { readonly kind: 'suspended' | 'enabled' }): string {
  return `${by.tag} on ${by.level === 'cluster' ? 'the cluster' : `${by.level} ${by.object}`}`
}
