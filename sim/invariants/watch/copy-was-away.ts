import type { InstanceState, NodeState } from '../../ganeti/state/objects.ts'
import type { Stage } from '../../play/stage.ts'
import { lacksWrites } from './copies.ts'
import { returnsOf } from './returns.ts'
import { logOf } from './truth-log.ts'

/** After so long in service together the copies of an instance have been connected again, by ganeti-watcher: 30 minutes. */
export const CONNECTED_AFTER_US = 1800 * 1_000_000

/** The nodes of a drbd instance. */
export interface Legs {
  readonly primary: Readonly<NodeState>
  readonly secondary: Readonly<NodeState>
}

/** A job's end and a mark of the same second may be told in either order. */
const SAME_US = 1_000_000

/**
 * Whether the copy on an instance's secondary is known to lack what was written while that node was offline. `yes`: a job that is in the
 * queue brought it back, the primary went offline soon after that, and nothing has brought the copies together meanwhile. `perhaps`: who
 * has looked a moment earlier or later may think either, or nothing was written.
 */
export function wasCopyAway(
  stage: Stage,
  instance: Readonly<InstanceState>,
  { primary, secondary }: Legs,
  sinceUs: number,
): 'yes' | 'no' | 'perhaps' {
  const returns = returnsOf(stage)
  const back = returns.node(secondary.name)
  if (back === undefined) return 'no'
  if (back.byClockUs < back.latestUs) return 'perhaps'
  const log = logOf(stage)
  const hasJustChanged = [primary, secondary].some(node => log.hasChanged(node, sinceUs))
  const inServiceUs = primary.mtimeUs - back.byClockUs
  if (inServiceUs < -SAME_US || inServiceUs >= CONNECTED_AFTER_US + SAME_US)
    return hasJustChanged ? 'perhaps' : 'no'
  const isOnRecord = (job: number) => stage.cluster.jobs().some(({ id }) => id === job)
  const joined = returns.copies(instance.name)
  if (joined !== undefined && joined.byClockUs > back.byClockUs)
    return joined.atUs < sinceUs && isOnRecord(joined.job) ? 'no' : 'perhaps'
  const isClear = inServiceUs > SAME_US && inServiceUs < CONNECTED_AFTER_US - SAME_US
  return isClear &&
    primary.offline &&
    !hasJustChanged &&
    back.atUs < sinceUs &&
    isOnRecord(back.job) &&
    !stage.lostJobs.has(back.job) &&
    lacksWrites(secondary, instance)
    ? 'yes'
    : 'perhaps'
}
