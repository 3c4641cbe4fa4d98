import type { Instance } from '../../cluster/instance.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { QueuedJob } from '../queue.ts'
import type { Reason } from '../reason.ts'
import type { Broken } from './diagnosis.ts'
import type { History } from './history.ts'
import type { QueueIndex } from './queue-index.ts'

/**
 * ganeti-watcher, every five minutes, connects the copies of a node that came back again (lib/watcher/__init__.py, _CheckDisks and
 * _VerifyDisks). After so long it has come by, even behind locks; from then on DRBD itself starts nothing on a copy that
 * is not whole.
 */
const CONNECTED_AFTER_SECONDS = 1800

/** What moves an instance or makes a copy anew: the last one of these tells which copy was the newest then. */
const MOVES = ['CREATE', 'FAILOVER', 'MIGRATE', 'REPLACE_DISKS', 'RECREATE_DISKS']

/** What connects both copies, where both nodes are in service. */
const CONNECTS = ['ACTIVATE_DISKS', 'STARTUP']

/**
 * Why a drbd instance is not failed over to its secondary although that is well: a failover brought it away from there when
 * that node was offline, or the node was offline while the instance ran on, and nothing shows that its copy was brought up to date before
 * the present primary went offline. What was written meanwhile would be lost. Ganeti does not ask: it ignores degraded disks where the
 * primary is offline (lib/cmdlib/instance_migration.py:1058-1071), and the copy, looked at alone, is whole.
 */
export function copyBehind(
  { primary, secondary, name }: Instance,
  { type, remedy }: Broken,
  history: History,
  { nodes }: Snapshot,
  queue: QueueIndex,
): Reason | undefined {
  if (remedy.kind !== 'failover' || type !== 'failover' || secondary === undefined) return undefined
  const naming = queue.naming(name)
  const goneSeconds = nodes.get(primary)?.mtimeSeconds ?? Number.NEGATIVE_INFINITY
  const failover = lastFailover(history, naming, queue)
  if (failover !== undefined) {
    const backSeconds = nodes.get(secondary)?.mtimeSeconds ?? Number.POSITIVE_INFINITY
    // The node that it was failed over from was offline then, so that it has been changed since: this is another one.
    const isAnother = failover.endedSeconds !== undefined && backSeconds < failover.endedSeconds
    if (
      !isAnother &&
      goneSeconds - backSeconds < CONNECTED_AFTER_SECONDS &&
      !isConnected(naming, backSeconds)
    )
      return { code: 'copy-behind', offline: primary, behind: secondary, since: 'failover', job: failover.id }
  }
  const back = queue.broughtBack(secondary)
  if (back?.endedSeconds === undefined) return undefined
  const { endedSeconds } = back
  const inServiceSeconds = goneSeconds - endedSeconds
  // Whoever brings it back when the primary has gone already wants to have what is there.
  if (inServiceSeconds < 0 || inServiceSeconds >= CONNECTED_AFTER_SECONDS) return undefined
  // By the number, too: where the clock was set back, a job of long before seems to have ended after it.
  const since = naming.filter(({ id }) => Number(id) > Number(back.id))
  if (isConnected(since, endedSeconds) || since.some(job => does(job, MOVES) && isAfter(job, endedSeconds)))
    return undefined
  return { code: 'copy-behind', offline: primary, behind: secondary, since: 'return', job: back.id }
}

function isConnected(naming: readonly QueuedJob[], backSeconds: number): boolean {
  return naming.some(job => does(job, CONNECTS) && isAfter(job, backSeconds))
}

function isAfter({ endedSeconds = 0 }: QueuedJob, seconds: number): boolean {
  return endedSeconds > seconds
}

/** A failover of which more or less is known: an archived job is not asked for once it has its result. */
type Failover = Pick<QueuedJob, 'id' | 'endedSeconds'>

/**
 * The last failover, whosever it was, if nothing has moved the instance or its copies since: as the queue shows, which has the jobs
 * of others, too, or the tag of the last success, which stays until another repair begins.
 */
function lastFailover(
  { over }: History,
  naming: readonly QueuedJob[],
  queue: QueueIndex,
): Failover | undefined {
  const success = over.findLast(({ result }) => result === 'success')
  const tagged = success?.type === 'failover' ? success.jobs : []
  const last = naming
    .filter(job => does(job, MOVES))
    .reduce<QueuedJob | undefined>(
      (latest, job) => ((latest?.endedSeconds ?? 0) > (job.endedSeconds ?? 0) ? latest : job),
      undefined,
    )
  const [told] = tagged
  if (told !== undefined && !(Number(last?.id) >= Number(told)))
    return queue.job(told) ?? { id: told, endedSeconds: undefined }
  if (last === undefined) return undefined
  // Both nodes of what was drained and stopped were in service.
  return last.repair?.type !== 'migrate' && does(last, ['FAILOVER']) ? last : undefined
}

/** Whether a job has done one of these. */
function does({ status, opcodes }: QueuedJob, wanted: readonly string[]): boolean {
  return status === 'success' && opcodes.some(({ opId }) => wanted.includes(opId.replace('OP_INSTANCE_', '')))
}
