import { isFinished, type JobId } from '../../cluster/job.ts'
import type { QueuedJob, QueuedOpcode } from '../queue.ts'

/** The queue, by what is asked of it while planning. */
export interface QueueIndex {
  /** The job of that id, from the queue or the archive. */
  readonly job: (id: JobId) => QueuedJob | undefined
  /** Whether a job is in the queue, and not in the archive. */
  readonly isInQueue: (id: JobId) => boolean
  /** The jobs of the queue that name an instance, in the order of their ids. */
  readonly naming: (instance: string) => readonly QueuedJob[]
  /** The last job that took the offline mark off a node. */
  readonly broughtBack: (node: string) => QueuedJob | undefined
  /** The first unfinished repair of ours on an instance. */
  readonly repairing: (instance: string) => QueuedJob | undefined
  /** The unfinished repairs of ours. */
  readonly unfinishedRepairs: readonly QueuedJob[]
}

const NONE: readonly QueuedJob[] = Object.freeze([])

/** Indexes the queue; by instance only when that is asked for. */
export function indexQueue(queue: readonly QueuedJob[], archived: ReadonlyMap<JobId, QueuedJob>): QueueIndex {
  const byId = new Map(queue.map(job => [job.id, job]))
  const unfinishedRepairs = queue.filter(({ status, repair }) => repair !== undefined && !isFinished(status))
  const repairing = new Map<string, QueuedJob>()
  for (const job of unfinishedRepairs)
    for (const name of instancesOf(job)) if (!repairing.has(name)) repairing.set(name, job)
  let byInstance: ReadonlyMap<string, readonly QueuedJob[]> | undefined
  let back: ReadonlyMap<string, QueuedJob> | undefined
  return {
    job: id => byId.get(id) ?? archived.get(id),
    isInQueue: id => byId.has(id),
    naming: instance => {
      byInstance ??= groupByInstance(queue)
      return byInstance.get(instance) ?? NONE
    },
    broughtBack: node => {
      back ??= lastReturns(queue)
      return back.get(node)
    },
    repairing: instance => repairing.get(instance),
    unfinishedRepairs,
  }
}

function groupByInstance(queue: readonly QueuedJob[]): ReadonlyMap<string, readonly QueuedJob[]> {
  const groups = new Map<string, QueuedJob[]>()
  for (const job of queue) {
    for (const instance of instancesOf(job)) {
      const group = groups.get(instance)
      if (group) group.push(job)
      else groups.set(instance, [job])
    }
  }
  return groups
}

/** Of each node that came back into service the job that ended last. */
function lastReturns(queue: readonly QueuedJob[]): ReadonlyMap<string, QueuedJob> {
  const back = new Map<string, QueuedJob>()
  for (const job of queue) {
    for (const { broughtBack: node, status } of job.opcodes) {
      if (node === undefined || status !== 'success') continue
      if ((back.get(node)?.endedSeconds ?? 0) <= (job.endedSeconds ?? 0)) back.set(node, job)
    }
  }
  return back
}

/** The instances that the opcodes of a job name. */
export function instancesOf({ opcodes }: QueuedJob): ReadonlySet<string> {
  return new Set(opcodes.flatMap(({ instances }) => instances))
}

/** Whether a job does nothing but change tags. */
export function isTagJob({ opcodes }: QueuedJob): boolean {
  return opcodes.length > 0 && opcodes.every(changesTags)
}

/** Whether a job only looks at what it names. */
export function isReadOnly({ opcodes }: QueuedJob): boolean {
  return opcodes.length > 0 && opcodes.every(({ opId }) => READ_ONLY.includes(opId))
}

const READ_ONLY: readonly string[] = [
  'OP_INSTANCE_QUERY_DATA',
  'OP_INSTANCE_CONSOLE',
  'OP_TAGS_GET',
  'OP_TEST_DELAY',
]

function changesTags({ opId }: QueuedOpcode): boolean {
  return opId === 'OP_TAGS_SET' || opId === 'OP_TAGS_DEL'
}
