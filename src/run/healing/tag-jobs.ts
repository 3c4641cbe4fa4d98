import { isFinished, type JobId } from '../../cluster/job.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { QueuedJob, QueuedOpcode } from '../../planner/queue.ts'

/** What the queue tells of jobs that write repair tags. */
export interface TagJobs {
  /** Instances with an unfinished one: their tags do not tell all yet. */
  readonly instances: ReadonlySet<string>
  /** Ids of the repairs that an unfinished one names. */
  readonly naming: ReadonlySet<string>
  /** Ids of the repairs that one named which may have succeeded, ended or not. */
  readonly everNamed: ReadonlySet<string>
  /** The repair jobs whose pending tag one was to remove without a result, whatever came of it: harep had taken them back. */
  readonly takenBack: ReadonlySet<JobId>
}

export function tagJobs(queue: readonly QueuedJob[]): TagJobs {
  const instances = new Set<string>()
  const naming = new Set<string>()
  const everNamed = new Set<string>()
  const takenBack = new Set<JobId>()
  for (const { status, opcodes } of queue) {
    for (const id of takenBackBy(opcodes)) takenBack.add(id)
    for (const opcode of opcodes) {
      if (opcode.tags.length === 0) continue
      const repairs = opcode.tags.flatMap(tag => parseRepairTag(tag)?.id ?? [])
      if (repairs.length === 0) continue
      if (!isFinished(status)) for (const name of opcode.instances) instances.add(name)
      if (opcode.opId !== 'OP_TAGS_SET') continue
      for (const id of repairs) {
        if (!isFinished(status)) naming.add(id)
        if (!isFinished(status) || opcode.status === 'success') everNamed.add(id)
      }
    }
  }
  return { instances, naming, everNamed, takenBack }
}

/** With a result goes a tag that tells it, which the same job sets first. */
function takenBackBy(opcodes: QueuedJob['opcodes']): readonly JobId[] {
  const pendingOf = ({ tags }: QueuedOpcode) =>
    tags.flatMap(tag => parseRepairTag(tag) ?? []).filter(({ result }) => result === undefined)
  const removed = opcodes.filter(({ opId }) => opId === 'OP_TAGS_DEL').flatMap(pendingOf)
  if (removed.length === 0 || opcodes.some(({ opId }) => opId === 'OP_TAGS_SET')) return []
  return removed.flatMap(({ jobs }) => jobs)
}
