import type { Decision } from '../../src/planner/decision.ts'
import type { Reason } from '../../src/planner/reason.ts'
import type { Decider } from '../../src/policy/permission.ts'

/**
 * What an admin could do about an instance that is not healed. The sentence of the reason says what was seen, and what to
 * do where that follows from it; where a tag decides, the commands follow from the tag.
 */
export function wayOut({ instance, state, reason }: Decision): string | undefined {
  switch (state) {
    case 'suspended':
      return reason.code === 'suspended' ? liftSuspension(reason.permission.by) : undefined
    case 'repair-disallowed':
      return wayToAllow(instance, reason)
    case 'repair-failed':
      return 'tag' in reason
        ? `gnt-instance remove-tags ${instance} ${reason.tag}, once you have looked and mended it`
        : undefined
    case 'healthy':
      return 'harep finds nothing to repair here; an instance that is only down is started by ganeti-watcher'
    case 'needs-repair':
    case 'pending-repair':
      return undefined
  }
}

function liftSuspension({ level, object, tag }: Decider): string {
  switch (level) {
    case 'instance':
      return `gnt-instance remove-tags ${object} ${tag}`
    case 'group':
      return `gnt-group remove-tags ${object} ${tag}`
    case 'cluster':
      return `gnt-cluster remove-tags ${tag}`
  }
}

/** In one object the least destructive permission holds, so a lower one on the instance itself has to go. */
function wayToAllow(instance: string, reason: Reason): string | undefined {
  if (reason.code !== 'not-enabled' && reason.code !== 'not-allowed') return undefined
  const by = reason.code === 'not-allowed' ? reason.permission.by : undefined
  const remove = by?.level === 'instance' ? `gnt-instance remove-tags ${instance} ${by.tag}, and ` : ''
  const price = reason.type === 'reinstall' ? ', at the price of its data' : ''
  return `${remove}gnt-instance add-tags ${instance} ganeti:watcher:autorepair:${reason.type}${price}`
}
