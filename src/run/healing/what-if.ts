import { isFinished, type JobId } from '../../cluster/job.ts'
import { isInService } from '../../cluster/node.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { Snapshot } from '../../cluster/snapshot.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import { CHANGE_NOTHING } from '../../planner/healing/outcome.ts'
import { plan } from '../../planner/healing/plan.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import { instancesOf, isTagJob } from '../../planner/healing/queue-index.ts'
import type { QueuedJob, QueuedOpcode } from '../../planner/queue.ts'
import type { ReasonCode } from '../../planner/reason.ts'

/**
 * What would be decided if these jobs of ours, and the pending tags that name them, were not there. By instance. Nor do jobs count that
 * write tags, nor pending tags of what has succeeded meanwhile, nor, where data is to be given up, of what has failed: the plan waits for those,
 * and what is to be found out here is whether something must go before it begins.
 */
export function whatIfWithout(
  input: PlanInput,
  jobs: ReadonlySet<JobId>,
): ReadonlyMap<string, HealingDecision> {
  const endOf = new Map([...input.queue, ...input.archived.values()].map(({ id, status }) => [id, status]))
  const atStake = new Set(
    input.queue.filter(job => jobs.has(job.id) && isDestructive(job)).flatMap(job => [...instancesOf(job)]),
  )
  const isAbout = (tag: string, name: string) => {
    const repair = parseRepairTag(tag)
    if (repair === undefined || repair.result !== undefined || repair.jobs.length === 0) return false
    return (
      repair.jobs.some(id => jobs.has(id)) ||
      repair.jobs.every(id => {
        const end = endOf.get(id)
        return end === 'success' || (end === 'error' && atStake.has(name))
      })
    )
  }
  const instances = input.snapshot.instances.map(instance =>
    instance.tags.some(tag => isAbout(tag, instance.name))
      ? { ...instance, tags: instance.tags.filter(tag => !isAbout(tag, instance.name)) }
      : instance,
  )
  const decisions = plan({
    ...input,
    snapshot: { ...input.snapshot, instances },
    queue: input.queue.filter(job => !jobs.has(job.id) && (isFinished(job.status) || !isTagJob(job))),
    isSelected: () => true,
  })
  return new Map(decisions.map(decision => [decision.instance, decision]))
}

/** Whether a job gives up what is on an instance's disks. */
export function isDestructive({ opcodes }: QueuedJob): boolean {
  return opcodes.some(givesUpData)
}

/** Whether nothing of a job has been done, nor ever was, but for the delay and the bringing up of disks that it may begin with. */
export function hasNotBegun({ opcodes }: QueuedJob): boolean {
  return opcodes.every(opcode => CHANGE_NOTHING.includes(opcode.opId) || isAhead(opcode))
}

/**
 * Whether Ganeti may still cancel it before it does anything; or, where it gives up what is on disks, before it does that: it
 * marks its instance down first, and may then wait for its nodes for hours. While its delay runs, or another opcode before that, luxid says
 * that it cannot, and the job ends as cancelled all the same once that opcode is done (tried on a real Ganeti on 2026-11-28). It is
 * worth the wait where data is at stake; other jobs in their delay are left alone.
 */
export function isCancellable(job: QueuedJob): boolean {
  if (isFinished(job.status) || job.status === 'canceling') return false
  if (job.status === 'running' && !isDestructive(job)) return false
  const disks = job.opcodes.filter(givesUpData)
  return hasNotBegun(job) || (disks.length > 0 && disks.every(isAhead))
}

function isAhead({ status }: QueuedOpcode): boolean {
  return status === 'queued' || status === 'waiting' || status === 'canceling' || status === 'canceled'
}

function givesUpData({ opId }: QueuedOpcode): boolean {
  return opId === 'OP_INSTANCE_RECREATE_DISKS' || opId === 'OP_INSTANCE_REINSTALL'
}

/**
 * Whether a repair that has not begun is to be cancelled: it would not be begun now, it is in the way of what would, or it would go to a node
 * of `snapshot` that takes nothing any more.
 */
export function isStale(
  job: QueuedJob,
  decision: HealingDecision | undefined,
  snapshot: Pick<Snapshot, 'nodes'>,
): boolean {
  return isUndueOrOvertaken(job, decision) || lostNodeOf(job, decision, snapshot) !== undefined
}

function isUndueOrOvertaken(job: QueuedJob, decision: HealingDecision | undefined): boolean {
  return isUndue(job, decision) || isOvertaken(job, decision)
}

/**
 * Whether a repair that has not begun would not be begun now. Of those that destroy nothing only what is no longer due: what has
 * to wait (for room, a permission) may go on. Data is given up only by what would be begun now as well.
 */
export function isUndue(job: QueuedJob, decision: HealingDecision | undefined): boolean {
  if (isNoLongerDue(job, decision)) return true
  return decision !== undefined && isDestructive(job) && FORBID.has(decision.reason.code)
}

/**
 * Whether something else would be done now: a new secondary waits for the lock of a node, and the primary dies; a node is drained and was marked
 * offline by mistake, so that a guest would be stopped which can be migrated; an instance is stopped by its owner, and would be started.
 */
function isOvertaken(job: QueuedJob, decision: HealingDecision | undefined): boolean {
  if (decision?.action.kind !== 'repair' || !hasNotBegun(job)) return false
  const due = decision.action.opcodes.map(({ OP_ID }) => OP_ID)
  return changing(job.opcodes.map(({ opId }) => opId)) !== changing(due)
}

/**
 * The node, out of service by now, that a repair which waits, perhaps for hours, was to go to: it would fail there, and count as an attempt, where
 * another node can take it, or there is no room elsewhere, for which nothing needs to fail. undefined where it goes to none such, or is to be
 * cancelled for something else.
 */
export function lostNodeOf(
  job: QueuedJob,
  decision: HealingDecision | undefined,
  { nodes }: Pick<Snapshot, 'nodes'>,
): string | undefined {
  if (decision === undefined || !hasNotBegun(job) || isUndueOrOvertaken(job, decision)) return undefined
  if (decision.action.kind !== 'repair' && decision.reason.code !== 'no-room') return undefined
  const takesNothing = (name: string) => {
    const node = nodes.get(name)
    return node === undefined || !isInService(node)
  }
  return job.opcodes.flatMap(opcode => opcode.nodes).find(takesNothing)
}

/** The opcodes of a job that change something. */
function changing(opIds: readonly string[]): string {
  return opIds.filter(opId => !CHANGE_NOTHING.includes(opId)).join()
}

/**
 * Whether a repair that has not begun is no longer due: the instance is well, or its disks were to be made anew and they, or
 * a copy, may be there.
 */
export function isNoLongerDue(job: QueuedJob, decision: HealingDecision | undefined): boolean {
  if (decision === undefined) return false
  if (decision.state === 'healthy') return true
  if (!isDestructive(job)) return false
  const { action, reason } = decision
  if (action.kind === 'repair') return !action.isDestructive
  if (FORBID.has(reason.code)) return false
  if (reason.code === 'no-room') return reason.need.kind !== 'disks'
  return !SAY_NOTHING_OF_THE_DISKS.has(reason.code)
}

/**
 * Whether nobody can tell whether a repair that somebody has cancelled was still due, and so whether that was a no: his own job works on the
 * instance. Where harep itself was about to cancel it, it did so since that was reason enough.
 */
export function isLeftOpen({ isWithdrawn }: QueuedJob, decision: HealingDecision | undefined): boolean {
  return !isWithdrawn && decision?.reason.code === 'busy'
}

/** Reasons for which a re-creation that is due would not be begun now. */
const FORBID: ReadonlySet<ReasonCode> = new Set([
  'suspended',
  'not-allowed',
  'not-enabled',
  'settling',
  'too-many-offline',
])

/** Reasons that lie with repairs, jobs and tags. All others tell of disks that are there, or leave it open. */
const SAY_NOTHING_OF_THE_DISKS: ReadonlySet<ReasonCode> = new Set([
  'problem',
  'repair-running',
  'result-waiting',
  'tags-contradict',
  'retry-later',
  'refused-for-now',
])
