import { isFinished, type JobId } from '../../cluster/job.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { HealingDecision } from '../../planner/healing/decision.ts'
import { plan } from '../../planner/healing/plan.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** What would be decided if these jobs of ours, and the pending tags that name them, were not there. By instance. */
export function whatIfWithout(
  input: PlanInput,
  jobs: ReadonlySet<JobId>,
): ReadonlyMap<string, HealingDecision> {
  const isAbout = (tag: string) => {
    const repair = parseRepairTag(tag)
    return repair?.result === undefined && repair?.jobs.some(id => jobs.has(id)) === true
  }
  const instances = input.snapshot.instances.map(instance =>
    instance.tags.some(isAbout)
      ? { ...instance, tags: instance.tags.filter(tag => !isAbout(tag)) }
      : instance,
  )
  const decisions = plan({
    ...input,
    snapshot: { ...input.snapshot, instances },
    queue: input.queue.filter(({ id }) => !jobs.has(id)),
    isSelected: () => true,
  })
  return new Map(decisions.map(decision => [decision.instance, decision]))
}

/** Whether a job gives up what is on an instance's disks. */
export function isDestructive({ opcodes }: QueuedJob): boolean {
  return opcodes.some(({ opId }) => opId === 'OP_INSTANCE_RECREATE_DISKS' || opId === 'OP_INSTANCE_REINSTALL')
}

/** Whether nothing of a job has been done, nor ever was. */
export function hasNotBegun({ opcodes }: QueuedJob): boolean {
  return opcodes.every(({ status }) => status === 'queued' || status === 'waiting' || status === 'canceled')
}

/** Whether Ganeti may still cancel it before it does anything. */
export function isCancellable(job: QueuedJob): boolean {
  return !isFinished(job.status) && job.status !== 'canceling' && hasNotBegun(job)
}

/**
 * Whether a repair that has not begun is no longer due: the instance is well, or its disks were to be made anew and there is
 * a gentler way now. What is due and has to wait (for room, a permission) is due.
 */
export function isStale(job: QueuedJob, decision: HealingDecision | undefined): boolean {
  if (decision === undefined) return false
  if (decision.state === 'healthy') return true
  if (!isDestructive(job)) return false
  const { action, reason } = decision
  if (action.kind === 'repair') return !action.isDestructive
  return COPIES_EXIST.has(reason.code)
}

/** Reasons for which nothing is done and which mean that a copy of the disks may be there. */
const COPIES_EXIST: ReadonlySet<string> = new Set(['copy-on-drained-node', 'node-silent', 'changed-since'])
