import { isFinished } from '../../cluster/job.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** What the queue tells of jobs that write repair tags. */
export interface TagJobs {
  /** Instances with an unfinished one: their tags do not tell all yet. */
  readonly instances: ReadonlySet<string>
  /** Ids of the repairs that an unfinished one names. */
  readonly naming: ReadonlySet<string>
  /** Ids of the repairs that one named which may have succeeded, ended or not, be it to remove their tags. */
  readonly everNamed: ReadonlySet<string>
}

export function tagJobs(queue: readonly QueuedJob[]): TagJobs {
  const instances = new Set<string>()
  const naming = new Set<string>()
  const everNamed = new Set<string>()
  for (const { status, opcodes } of queue) {
    for (const opcode of opcodes) {
      if (opcode.tags.length === 0) continue
      const repairs = opcode.tags.flatMap(tag => parseRepairTag(tag)?.id ?? [])
      if (repairs.length === 0) continue
      if (!isFinished(status)) for (const name of opcode.instances) instances.add(name)
      for (const id of repairs) {
        if (!isFinished(status) && opcode.opId === 'OP_TAGS_SET') naming.add(id)
        if (!isFinished(status) || opcode.status === 'success') everNamed.add(id)
      }
    }
  }
  return { instances, naming, everNamed }
}
