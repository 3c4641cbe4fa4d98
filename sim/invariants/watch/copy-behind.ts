import type { InstanceState } from '../../ganeti/state/objects.ts'
import type { Stage } from '../../play/stage.ts'
import { lacksWrites } from './copies.ts'
import { CONNECTED_AFTER_US, type Legs, wasCopyAway } from './copy-was-away.ts'
import type { RepairJob } from './marks.ts'
import { returnsOf } from './returns.ts'
import { logOf, nodesOf, type Version } from './truth-log.ts'

/** How an instance is looked at. */
interface Look {
  /** Its repairs that have files. */
  readonly repairs: readonly RepairJob[]
  /** The tags since then may have been seen, in microseconds since the beginning. */
  readonly sinceUs: number
}

/**
 * Whether the copy on an instance's secondary is known to be older than the one that was in use last: a failover has left it behind, or
 * its node was away while the instance ran on.
 */
export function isCopyBehind(
  stage: Stage,
  instance: Readonly<InstanceState>,
  look: Look,
): 'yes' | 'no' | 'perhaps' {
  const [primary, secondary] = nodesOf(instance).map(uuid => stage.truth.node(uuid))
  if (instance.diskTemplate !== 'drbd' || primary === undefined || secondary === undefined) return 'no'
  const legs = { primary, secondary }
  const both = [wasCopyLeft(stage, instance, legs, look), wasCopyAway(stage, instance, legs, look.sinceUs)]
  return both.find(one => one === 'yes') ?? both.find(one => one === 'perhaps') ?? 'no'
}

/**
 * `yes`: the last repair that succeeded was a failover off the secondary node when it was offline, it came back, and its copy was not
 * connected again before the present primary went offline, nor was there time for that. `perhaps`: who has only the queue, tags and times of change to
 * go by may think either.
 */
function wasCopyLeft(
  stage: Stage,
  instance: Readonly<InstanceState>,
  { primary, secondary }: Legs,
  { repairs, sinceUs }: Look,
): 'yes' | 'no' | 'perhaps' {
  const log = logOf(stage)
  const tags = log.since(instance, sinceUs).flatMap(version => version.tags)
  const inServiceUs = primary.mtimeUs - secondary.mtimeUs
  const last = repairs.findLast(({ status }) => status === 'success')
  if (primary.offline && isFailedOverByOthers(stage, instance.name, last?.id ?? 0)) return 'perhaps'
  // A record of earlier times, or of the original, says so much, too.
  const isToldElsewhere = tags.some(tag => SUCCESS.test(tag)) && inServiceUs < CONNECTED_AFTER_US
  if (last?.endedUs === undefined || last.type !== 'failover' || !last.opcodes.includes('FAILOVER'))
    return isToldElsewhere ? 'perhaps' : 'no'
  const nodes = nodesOf(instance).join()
  if (log.since(instance, last.endedUs).some(were => were.nodes.join() !== nodes)) return 'perhaps'
  const backUs = backSinceUs(log.since(secondary, 0))
  const goneUs = offlineSinceUs(log.since(primary, 0))
  if (backUs === undefined || goneUs === undefined || backUs < last.endedUs) return 'perhaps'
  // What was away once more since then is the other's question.
  if ((returnsOf(stage).copies(instance.name)?.atUs ?? 0) > backUs) return 'perhaps'
  // The clock was set back: by the times of change the node was marked before it was left.
  if (secondary.mtimeUs < (last.endedByClockUs ?? 0)) return 'perhaps'
  const gaps = [goneUs - backUs, inServiceUs]
  if (gaps.every(gapUs => gapUs >= CONNECTED_AFTER_US)) return 'no'
  const isKnown =
    tags.some(tag => tag.endsWith(`:success:${last.id}`)) ||
    stage.cluster.jobs().some(({ id }) => id === last.id)
  return isKnown && gaps.every(gapUs => gapUs < CONNECTED_AFTER_US) && lacksWrites(secondary, instance)
    ? 'yes'
    : 'perhaps'
}

/** Whether a job of somebody else's, later than that of a repair, has failed an instance over. */
function isFailedOverByOthers(stage: Stage, name: string, later: number): boolean {
  return stage.cluster
    .jobs()
    .some(
      ({ id, status, opcodes }) =>
        id > later &&
        status === 'success' &&
        opcodes.some(
          ({ OP_ID: opId, instance_name: named }) => opId === 'OP_INSTANCE_FAILOVER' && named === name,
        ),
    )
}

const SUCCESS = /^ganeti:watcher:autorepair:result:failover:.*:success:/

/** Since when a node that was offline is not so any more. */
function backSinceUs(versions: readonly Version[]): number | undefined {
  const offline = versions.findLastIndex(({ flags }) => flags === 'offline')
  return offline < 0 ? undefined : versions[offline + 1]?.sinceUs
}

function offlineSinceUs(versions: readonly Version[]): number | undefined {
  return versions[versions.findLastIndex(({ flags }) => flags !== 'offline') + 1]?.sinceUs
}
