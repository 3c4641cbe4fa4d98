import type { Reason } from './reason.ts'

/** What would end this, in Ganeti's own terms; undefined where nothing has to, or where it ends by itself. */
export function whatWouldChange(reason: Reason): string | undefined {
  switch (reason.code) {
    case 'copy-on-drained-node':
      return `gnt-node modify --drained=no ${reason.drained}; the next run goes on from there`
    case 'node-silent':
      return `if it is dead: gnt-node modify --offline=yes ${reason.node}`
    case 'no-secondary':
      return 'gnt-cluster verify shows what is damaged'
    case 'no-room':
      return 'more room in its group; the first run that finds it goes on'
    case 'mixed-disks':
      return 'move it by hand, or bring its node back'
    case 'user-down':
      return 'gnt-instance shutdown or gnt-instance startup says what is wanted of it'
    case 'wrong-node':
      return 'gnt-cluster verify, and gnt-instance migrate --cleanup'
    case 'stop-too-long':
      return 'gnt-instance move when it may be stopped, or shut it down, or a higher --max-stop'
    case 'not-enabled':
      return `gnt-instance add-tags, gnt-group add-tags or gnt-cluster add-tags with ganeti:watcher:autorepair:${reason.type}`
    case 'not-allowed':
      return `the tag ganeti:watcher:autorepair:${reason.type} instead of the one that decided`
    case 'suspended':
      return reason.permission.untilSeconds === undefined
        ? 'removing the tag'
        : 'the time, or removing the tag'
    case 'one-off-waiting':
      return 'the end of the suspension'
    case 'too-many-offline':
      return 'bringing nodes back, or a higher --max-offline'
    case 'settling':
      return 'the time; bringing the node back'
    case 'busy':
      return 'the end of that job'
    default:
      return changeAfterRepair(reason)
  }
}

function changeAfterRepair(reason: Reason): string | undefined {
  switch (reason.code) {
    case 'changed-since':
      return `look at the instance and at gnt-job info ${reason.job}, mend it, then remove its result tags`
    case 'repair-failed':
      return reason.jobs.length === 0
        ? `mend it, then remove the tag ${reason.tag}`
        : `see gnt-job info ${reason.jobs.join(' ')}, mend it, then remove the tag ${reason.tag}`
    case 'repair-cancelled':
      return `removing the tag ${reason.tag}`
    case 'attempts-failed':
      return `see gnt-job info ${reason.jobs.join(' ')}, mend it, then remove the tags ${reason.tags.join(', ')}`
    case 'job-gone':
      return `look at the instance, then remove the tag ${reason.tag}`
    case 'tags-contradict':
      return `removing the tag ${reason.later}`
    case 'tags-malformed':
      return `removing ${reason.tags.join(', ')}`
    default:
      return undefined
  }
}
