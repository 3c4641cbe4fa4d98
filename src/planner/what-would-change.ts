import type { Reason } from './reason.ts'

/**
 * What would end this, in Ganeti's own terms and with commands that can be copied once the name of the instance is in them;
 * undefined where nothing has to, or where it ends by itself.
 */
export function whatWouldChange(reason: Reason, instance = 'INSTANCE'): string | undefined {
  switch (reason.code) {
    case 'copy-on-drained-node':
      return `gnt-node modify --drained=no ${reason.drained}; the next run goes on from there`
    case 'copy-behind':
      return `bringing ${reason.offline} back, which has the newer data; gnt-instance failover ${instance} if what was written there since may be lost`
    case 'node-silent':
      return `if it is dead: gnt-node modify --offline=yes ${reason.node}`
    case 'no-secondary':
      return 'gnt-cluster verify shows what is damaged'
    case 'no-room':
      return reason.need.kind === 'old-volumes'
        ? `another node with room; or saving what the old volumes on ${reason.need.node} hold (its data from before it was made anew; gnt-cluster verify lists them), removing them, then harep clear ${instance}`
        : 'more room in its group; the first run that finds it goes on'
    case 'mixed-disks':
      return 'moving it by hand, or bringing its node back'
    case 'user-down':
    case 'runs-unwanted':
      return `gnt-instance shutdown ${instance} if it is to stay down, gnt-instance startup ${instance} if not`
    case 'wrong-node':
      return `gnt-instance migrate --cleanup ${instance}, if a migration was interrupted`
    case 'stop-too-long':
      return `gnt-instance move ${instance} when it may be stopped for so long; once it is shut down, harep moves it`
    case 'not-enabled':
      return `gnt-instance add-tags ${instance} ganeti:watcher:autorepair:${reason.type}, or the same tag on its group or the cluster`
    case 'not-allowed':
      return `the tag ganeti:watcher:autorepair:${reason.type} in place of that one`
    case 'suspended':
      return reason.permission.untilSeconds === undefined
        ? 'removing the tag'
        : 'the time, or removing the tag'
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
      return `gnt-instance remove-tags ${instance} ${reason.later}`
    case 'tags-malformed':
      return `gnt-instance remove-tags ${instance} ${reason.tags.join(' ')}`
    default:
      return undefined
  }
}
