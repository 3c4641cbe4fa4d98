import { exhaustive } from '../cluster/exhaustive.ts'
import type { Permission } from '../policy/permission.ts'
import type { Reason, RoomNeed } from './reason.ts'
import { utcTime } from './utc-time.ts'

/** One sentence for people: what was seen, and what was decided. What would end it is whatWouldChange's. */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'nodes-fine':
      return 'its nodes are fine'
    case 'primary-offline':
      return `its primary node ${reason.node} is offline, and its secondary ${reason.secondary} has the data`
    case 'secondary-offline':
      return `its secondary node ${reason.node} is offline, so it has no second copy`
    case 'secondary-drained':
      return `its secondary node ${reason.node} is drained, so its second copy is to go elsewhere`
    case 'primary-drained':
      return `its primary node ${reason.node} is drained, and its secondary ${reason.secondary} can take it`
    case 'all-copies-offline':
      return `every node with a copy of its disks is offline (${reason.nodes.join(', ')}), so only re-creation from nothing is left`
    case 'plain-drained':
      return `its node ${reason.node} is drained; it is moved with its data, which takes about ${reason.estimateSeconds} s, and does not run meanwhile`
    case 'shared-offline':
      return `its node ${reason.node} is offline, and another one can start it`
    case 'shared-drained':
      return `its node ${reason.node} is drained, and another one can take it`
    case 'copy-on-drained-node':
      return `node ${reason.offline} is offline, but the drained node ${reason.drained} has the data, and Ganeti fails nothing over to a drained node`
    case 'copy-behind':
      return `node ${reason.offline} is offline, and the copy on node ${reason.behind} may be older: ${reason.since === 'failover' ? `it was failed over from there in job ${reason.job}` : `that node was offline until job ${reason.job} brought it back`}, and nothing shows that that copy has been brought up to date since`
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
    case 'runs-unwanted':
      return `it runs although it is marked down, and moving it off node ${reason.node} would stop it for good`
    case 'stop-too-long':
      return `its node ${reason.node} is drained, but moving it would stop it for about ${reason.estimateSeconds} s, and ${reason.maxStopSeconds} s are allowed`
    case 'recreation-unfinished':
      return `its re-creation in job ${reason.job} stopped half way: ${STAGES[reason.stage]}`
    case 'no-room':
      return describeNoRoom(reason.need, reason.group, reason.leftOut)
    default:
      return describeDecision(reason)
  }
}

const STAGES = {
  disks: 'its disks were not made',
  system: 'its disks are made, and blank',
  start: 'all is done but its start',
} as const

function describeNoRoom(need: RoomNeed, group: string, leftOut: number): string {
  const others = leftOut === 1 ? '1 other is' : `${leftOut} others are`
  const without = leftOut === 0 ? '' : ` (${others} offline, drained or silent)`
  switch (need.kind) {
    case 'disks':
      return `its disks must be made anew, and ${need.copies === 1 ? 'no node' : `fewer than ${need.copies} nodes`} of group ${group} ${need.copies === 1 ? 'has' : 'have'} room for them${without}`
    case 'secondary':
      return `it needs another secondary, and no other node of group ${group} has room for its disks${without}`
    case 'node':
      return `it needs another node, and no other of group ${group} has room for it${without}`
    case 'old-volumes':
      return `it needs another node, and of group ${group} only ${need.node} has room for it, where volumes of its disks from before stop a copy${without}`
    case 'memory':
      return `node ${need.node} does not have the memory to start it: ${need.neededMiB} MiB are needed, ${Math.floor(need.freeMiB)} MiB are free`
    default:
      return exhaustive(need)
  }
}

type Decided = Exclude<Reason, { readonly code: Seen }>

type Seen =
  | 'nodes-fine'
  | 'primary-offline'
  | 'secondary-offline'
  | 'secondary-drained'
  | 'primary-drained'
  | 'all-copies-offline'
  | 'plain-drained'
  | 'shared-offline'
  | 'shared-drained'
  | 'copy-on-drained-node'
  | 'copy-behind'
  | 'node-silent'
  | 'no-secondary'
  | 'admin-offline'
  | 'forthcoming'
  | 'mixed-disks'
  | 'user-down'
  | 'wrong-node'
  | 'runs-unwanted'
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
      return `node ${reason.node} has been offline for less than ${reason.settleSeconds} s, so nothing is begun before ${utcTime(reason.untilSeconds)}`
    case 'too-many-offline':
      return `${reason.offline + reason.silent} of the ${reason.nodes} nodes of group ${reason.group} are offline${reason.silent > 0 ? ' or do not answer' : ''}, and with more than ${reason.max} nothing is re-created there`
    case 'busy':
      return `job ${reason.job} (${reason.opId}) is about it, and has not ended`
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
    case 'result-waiting':
      return `${reason.type} has ended in job ${reason.jobs.join('+')}, and the tag that says so is not on record yet`
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
      return describeFailure(reason)
    case 'repair-cancelled':
      return `${reason.type} was cancelled in job ${reason.jobs.join('+')}`
    case 'attempts-failed':
      return `${reason.type} failed ${reason.tags.length} times, in the jobs ${reason.jobs.join(', ')}`
    case 'job-gone':
      return describeGone(reason)
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

/** The tag says failed, too, of a repair whose job was gone before its end was seen. */
function describeGone({ type, jobs, result }: Trouble & { readonly code: 'job-gone' }): string {
  const gone = `job ${jobs.join('+')} is no longer on record`
  return result === 'enoperm'
    ? `its tag says that its ${type} was called off, but ${gone}, so nothing tells how far it had come`
    : `its tag says that its ${type} failed, but ${gone}, so nothing tells why, or whether it really did`
}

function describeFailure({ type, jobs, why }: Trouble & { readonly code: 'repair-failed' }): string {
  if (jobs.length === 0) return `${type} failed, and its tag names no job that could tell how`
  const failed = `${type} failed in job ${jobs.join('+')}`
  switch (why) {
    case 'first-failure':
      return `${failed}, and --classic tries nothing twice`
    case 'not-ours':
      return `${failed}, which is not marked as this repair, so that nothing tells whether it may be tried again`
    case 'not-failed':
      return `${failed}, as its tag says, but that job has not failed`
    case 'died':
      return `${failed}, whose process died, so that nothing tells how far it came`
    case 'had-begun':
      return `${type} is on record as called off in job ${jobs.join('+')}, which had done more than stop the instance`
    case 'half-copy':
      return `${failed} when its new secondary was in the configuration already, and the copy there may not be whole`
    default:
      return exhaustive(why)
  }
}

function describeSuspension(permission: Permission & { readonly kind: 'suspended' }): string {
  const { untilSeconds, unreadable } = permission
  const until = untilSeconds === undefined ? 'until the tag is removed' : `until ${utcTime(untilSeconds)}`
  return `${until}, by the tag ${describeTag(permission)}${unreadable ? ' (its time cannot be read)' : ''}`
}

function describeTag({ by }: Permission & { readonly kind: 'suspended' | 'enabled' }): string {
  return `${by.tag} on ${by.level === 'cluster' ? 'the cluster' : `${by.level} ${by.object}`}`
}
