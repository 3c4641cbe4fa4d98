import { allowText } from './allow-text.ts'
import { describeReason } from './describe-reason.ts'
import type { Reason, RoomNeed } from './reason.ts'

/**
 * What would end this, in Ganeti's own terms and with commands that can be copied once the name of the instance is in them;
 * undefined where nothing has to, or where it ends by itself.
 */
export function whatWouldChange(reason: Reason, instance = 'INSTANCE'): string | undefined {
  switch (reason.code) {
    case 'copy-on-drained-node':
      return `gnt-node modify --drained=no ${reason.drained}; ${reason.still ? `but then ${remains(reason.still, instance)}` : `the next run fails it over, if ${reason.drained} has the memory`}`
    case 'copy-behind':
      return `bringing ${reason.offline} back, which has the newer data; gnt-instance failover ${instance} if what was written there since may be lost`
    case 'node-silent':
      return `if it is dead: gnt-node modify --offline=yes ${reason.node}`
    case 'no-secondary':
      return 'gnt-cluster verify shows what is damaged'
    case 'no-room':
      return moreRoom(reason.need, instance)
    case 'mixed-disks':
      return 'moving it by hand, or bringing its node back'
    case 'user-down':
    case 'runs-unwanted':
      return `gnt-instance shutdown ${instance} if it is to stay down, gnt-instance startup ${instance} if not`
    case 'wrong-node':
      return `gnt-instance migrate --cleanup ${instance}, if a migration was interrupted`
    case 'stop-too-long':
      return `gnt-instance move -n NODE ${instance} when it may be stopped for so long; ${reason.still ? `harep would not move it even when it is shut down, since then ${remains(reason.still, instance)}` : 'once it is shut down, harep moves it to a node with room'}`
    case 'not-enabled':
      return allowText([{ kind: 'add', type: reason.type, inPlaceOf: undefined }], instance)
    case 'not-allowed':
    case 'suspended':
      return reason.toAllow && allowText(reason.toAllow, instance)
    case 'one-off-waiting':
      return 'the end of the suspension'
    case 'too-many-offline':
      return 'bringing nodes back; a higher --max-offline, if they are really dead'
    case 'settling':
      return 'the time, or bringing the node back'
    case 'busy':
      return 'the end of that job'
    default:
      return changeAfterRepair(reason, instance)
  }
}

function moreRoom(need: RoomNeed, instance: string): string {
  switch (need.kind) {
    case 'old-volumes':
      return `another node with room; or saving what the old volumes on ${need.node} hold (its data from before it was made anew; gnt-cluster verify lists them), removing them, then harep clear ${instance}`
    case 'memory':
      return `more free memory on ${need.node}; the first run that finds it goes on`
    default:
      return 'more room in its group; the first run that finds it goes on'
  }
}

/** What would still be in the way, and what would change that. */
function remains(reason: Reason, instance: string): string {
  const way = whatWouldChange(reason, instance)
  return `${describeReason(reason)}${way === undefined ? '' : ` (to change that: ${way})`}`
}

function changeAfterRepair(reason: Reason, instance: string): string | undefined {
  const clear = `harep clear ${instance}`
  switch (reason.code) {
    case 'changed-since':
      return `see gnt-job info ${reason.job}, finish it by hand, then ${clear}`
    case 'repair-failed':
      return reason.jobs.length === 0
        ? `mend it, then ${clear}`
        : `see gnt-job info ${reason.jobs.join(' ')}, mend it, then ${clear}`
    case 'attempts-failed':
      return `see gnt-job info ${reason.jobs.join(' ')}, mend it, then ${clear}`
    case 'repair-cancelled':
      return clear
    case 'job-gone':
      return `look at the instance, then ${clear}`
    case 'tags-contradict':
      return 'the end of the jobs that they name; the next runs put one after the other on record'
    case 'tags-malformed':
      return `gnt-instance remove-tags ${instance} ${reason.tags.join(' ')}`
    default:
      return undefined
  }
}
