import { isFinished } from '../../cluster/job.ts'
import { tagged } from '../../cluster/repair-tag.ts'
import { readHistory, tagsOf } from '../../planner/healing/history.ts'
import { isRefusal } from '../../planner/healing/outcome.ts'
import type { PlanInput } from '../../planner/healing/plan-input.ts'
import type { QueuedJob } from '../../planner/queue.ts'
import { instanceOf, isRepairJob } from './repair-jobs.ts'
import type { Recorded } from './settle.ts'
import { tagJobs } from './tag-jobs.ts'
import { timeAfter } from './time-after.ts'
import { isLeftOpen, isNoLongerDue, whatIfWithout } from './what-if.ts'

/** For so long a repair that has ended, and was never put on record, still is. */
const ENDED_SECONDS_MAX = 3600

/** What earlier runs left without a tag. */
export interface Orphans {
  readonly recorded: readonly Recorded[]
  /** Cancelled by somebody when nothing was due any more: no answer to what is due the next time. */
  readonly dismissed: readonly QueuedJob[]
}

/**
 * The tags that earlier runs owe: pending for an unfinished repair that no tag and no queued tag job names (a run died, or an
 * admin removed the tag; either way it must be seen that something is going on there), and the result of one that has ended in
 * error, or that a person has cancelled although it was due, and that no tag job ever named. Not beside another pending repair, which it would contradict: then a later run
 * does it. One that runs holds the lock that a tag would wait for, and is seen in the queue as it is. Of several on one instance, what
 * has ended comes first. Held jobs are not orphans (recover-holds.ts).
 */
export function orphans(input: PlanInput): Orphans {
  const { snapshot, queue, nowSeconds, isSelected } = input
  const candidates = queue.filter(isRepairJob).filter(mayOwe)
  // Most runs find none, and there may be 100,000 instances.
  if (candidates.length === 0) return { recorded: [], dismissed: [] }
  const tagging = tagJobs(queue)
  const instances = new Map(snapshot.instances.map(instance => [instance.name, instance]))
  const done = new Set<string>()
  const recorded: Recorded[] = []
  const dismissed: QueuedJob[] = []
  const without = whatIfWithoutCancelled(input, candidates)
  const isOver = ({ status }: QueuedJob) => isFinished(status)
  for (const job of [...candidates.filter(isOver), ...candidates.filter(one => !isOver(one))]) {
    const name = instanceOf(job)
    const instance = instances.get(name)
    if (!instance || !isSelected(name) || done.has(name) || tagging.instances.has(name)) continue
    const isOwed = isOver(job)
      ? Number(nowSeconds) - (job.endedSeconds ?? 0) <= ENDED_SECONDS_MAX &&
        !tagging.everNamed.has(job.repair.id)
      : !isAtWork(job) && !tagging.naming.has(job.repair.id)
    const history = readHistory(instance.tags)
    const isNamed = history.tags.some(({ id, jobs }) => id === job.repair.id && jobs.includes(job.id))
    if (!isOwed || isNamed || history.pending) continue
    const decision = job.status === 'canceled' ? without().get(name) : undefined
    if (isNoLongerDue(job, decision) && !isLeftOpen(job, decision)) {
      dismissed.push(job)
      continue
    }
    done.add(name)
    const { type, id } = job.repair
    const result = isOver(job) ? 'failure' : undefined
    const { tag: add } = tagged({
      type,
      id,
      timeSeconds: timeAfter(history.tags, nowSeconds),
      result,
      jobs: [job.id],
    })
    recorded.push({
      event: { kind: 'adopted', instance: name, type, job: job.id },
      change: { instance: name, add, remove: tagsOf(history, history.over) },
    })
  }
  return { recorded, dismissed }
}

/** Planned once at most: nearly all runs find no job that somebody has cancelled. */
function whatIfWithoutCancelled(input: PlanInput, candidates: readonly QueuedJob[]) {
  let decisions: ReturnType<typeof whatIfWithout> | undefined
  return () => {
    const cancelled = candidates.filter(({ status }) => status === 'canceled')
    decisions ??= whatIfWithout(input, new Set(cancelled.map(({ id }) => id)))
    return decisions
  }
}

/** What has done its work, has found no room, or was cancelled by harep itself leaves nothing to be told. */
function mayOwe(job: QueuedJob): boolean {
  if (job.status === 'success') return false
  return job.status === 'canceled' ? !job.isWithdrawn : !isRefusal(job)
}

/** Whether an opcode that has the instance's lock is being carried out: a delay in front of it has not. */
function isAtWork({ opcodes }: QueuedJob): boolean {
  return opcodes.some(({ status, instances }) => status === 'running' && instances.length > 0)
}
