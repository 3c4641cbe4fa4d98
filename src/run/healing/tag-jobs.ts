import { isFinished } from '../../cluster/job.ts'
import { parseRepairTag } from '../../cluster/repair-tag.ts'
import type { QueuedJob } from '../../planner/queue.ts'

/** What the queue tells of jobs that write repair tags. */
export interface TagJobs {
  /** Instances with an unfinished one: their tags do not tell all yet. */
  readonly instances: ReadonlySet<string>
  /** Ids of the repairs that an unfinished one names. */
  readonly naming: ReadonlySet<string>
  /** Ids of the repairs that one named which may have succeeded, ended or not. */
  readonly everNamed: ReadonlySet<string>
  /** By repair id, when the last ended job that set a tag of it ended; seconds since the epoch. */
  readonly setSeconds: ReadonlyMap<string, number>
}

export function tagJobs(queue: readonly QueuedJob[]): TagJobs {
  const instances = new Set<string>()
  const naming = new Set<string>()
  const everNamed = new Set<string>()
  const setSeconds = new Map<string, number>()
  for (const { status, opcodes, endedSeconds } of queue) {
    for (const opcode of opcodes) {
      const repairs = opcode.tags.flatMap(tag => parseRepairTag(tag)?.id ?? [])
      if (repairs.length === 0) continue
      if (!isFinished(status)) for (const name of opcode.instances) instances.add(name)
      if (opcode.opId !== 'OP_TAGS_SET') continue
      for (const id of repairs) {
        if (!isFinished(status)) naming.add(id)
        if (!isFinished(status) || opcode.status === 'success') everNamed.add(id)
        if (endedSeconds !== undefined && opcode.status === 'success')
          setSeconds.set(id, Math.max(endedSeconds, setSeconds.get(id) ?? 0))
      }
    }
  }
  return { instances, naming, everNamed, setSeconds }
}

export function isBeingTagged(instance: string, { instances }: TagJobs): boolean {
  return instances.has(instance)
}
