import { exhaustive } from '../cluster/exhaustive.ts'
import type { RepairType } from '../cluster/repair-type.ts'
import type { Permission } from '../policy/permission.ts'

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
  | { readonly code: 'no-room'; readonly copies: number; readonly group: string }
  | { readonly code: 'mixed-disks' }
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

export type ReasonCode = Reason['code']

/** One sentence for people: what was seen, what decided, and, where something can be done, what. */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'nodes-fine':
      return 'its nodes are fine'
    case 'no-rule':
      return `its primary node ${reason.node} is offline, and there is no repair for the disk template ${reason.diskTemplate}`
    case 'node-drained':
      return `node ${reason.node} is drained, not dead: its instances go on; move them with gnt-node migrate or gnt-instance move`
    case 'primary-offline':
      return `its primary node ${reason.node} is offline, its secondary ${reason.secondary} has the data`
    case 'secondary-offline':
      return `its secondary node ${reason.node} is offline, so it has no second copy`
    case 'all-copies-offline':
      return `every node with a copy of its disks is offline (${reason.nodes.join(', ')}), so only re-creation from nothing is left`
    case 'copy-on-drained-node':
      return `node ${reason.offline} is offline, but the drained node ${reason.drained} has the data: undrain that one (gnt-node modify --drained=no ${reason.drained}), and it is failed over or made redundant again`
    case 'node-silent':
      return `node ${reason.node} does not answer and is not marked offline: if it is dead, mark it (gnt-node modify --offline=yes ${reason.node})`
    case 'no-secondary':
      return 'it is a drbd instance without a secondary node: the configuration is damaged, see gnt-cluster verify'
    case 'admin-offline':
      return 'its admin marked it offline'
    case 'forthcoming':
      return 'it is only forthcoming and has no disks yet'
    case 'no-room':
      return `its disks must be made anew, and group ${reason.group} has not ${reason.copies} nodes with room for it: it is repaired when there is room`
    case 'mixed-disks':
      return 'its disks are of several templates, for which there is no repair'
    default:
      return describeDecision(reason)
  }
}

type Decided = Extract<
  Reason,
  {
    readonly code:
      | 'not-enabled'
      | 'suspended'
      | 'not-allowed'
      | 'repair-submitted'
      | 'would-submit'
      | 'repair-running'
      | 'pending-without-job'
      | 'repair-failed'
      | 'job-gone'
      | 'tags-contradict'
      | 'unreadable'
      | 'problem'
  }
>

function describeDecision(reason: Decided): string {
  switch (reason.code) {
    case 'not-enabled':
      return `it needs ${reason.type}, and no tag on it, its group or the cluster allows repairs`
    case 'suspended':
      return `repairs are suspended ${describeSuspension(reason.permission)}`
    case 'not-allowed':
      return `it needs ${reason.type}, and the tag ${describeTag(reason.permission)} allows only repairs up to ${reason.permission.upTo}`
    case 'repair-submitted':
      return `${reason.type} is submitted as job ${reason.jobs.join('+')}`
    case 'would-submit':
      return `${reason.type} would be submitted`
    case 'repair-running':
      return `${reason.type} is on its way in job ${reason.jobs.join('+')}`
    case 'pending-without-job':
      return `a pending ${reason.type} names no job, so nothing shows whether it is done: remove its tag once you know`
    case 'repair-failed':
      return reason.jobs.length === 0
        ? `${reason.type} failed, and its tag names no job: mend it, then remove the tag ${reason.tag}`
        : `${reason.type} failed in job ${reason.jobs.join('+')}: see gnt-job info ${reason.jobs.join(' ')}, mend it, then remove the tag ${reason.tag}`
    case 'job-gone':
      return `job ${reason.jobs.join('+')} of its ${reason.type} is no longer on record, so its result is unknown: look at the instance, then remove the tag ${reason.tag}`
    case 'tags-contradict':
      return `its tags contradict each other: ${reason.pending} is not finished, and ${reason.later} stands beside it; the first is followed, remove the other`
    case 'unreadable':
    case 'problem':
      return reason.problem
    default:
      return exhaustive(reason)
  }
}

function describeSuspension(permission: Permission & { readonly kind: 'suspended' }): string {
  const { untilSeconds, unreadable } = permission
  const until =
    untilSeconds === undefined ? 'until the tag is removed' : `until ${untilSeconds} (seconds since 1970)`
  return `${until}, by the tag ${describeTag(permission)}${unreadable ? ', whose time cannot be read' : ''}`
}

function describeTag({ by }: Permission & { readonly kind: 'suspended' | 'enabled' }): string {
  return `${by.tag} on ${by.level === 'cluster' ? 'the cluster' : `${by.level} ${by.object}`}`
}
