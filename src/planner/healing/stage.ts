import type { QueuedJob, QueuedOpcode } from '../queue.ts'
import type { Attempt } from './failures.ts'

/**
 * How far a re-creation came. `disks`: they were not made; `system`: they are there, empty; `start`: all is there, and it
 * was only to be started.
 */
type Stage = 'disks' | 'system' | 'start'

/** A re-creation of ours that stopped half way, as its failed jobs tell; the last one alone says how far it came. */
export interface Unfinished {
  readonly stage: Stage
  readonly job: QueuedJob
  /** Whether the instance was to run: whether the job was to start it. */
  readonly wasUp: boolean
  /** Whether the job has marked the instance down, or did not need to. */
  readonly isDown: boolean
  /** All nodes where these jobs were to make disks: some may have volumes of these names. */
  readonly tried: readonly string[]
  /** The nodes where disks were made, the primary first; undefined where no job on record did. */
  readonly made: readonly string[] | undefined
  /** The nodes that had the disks before the first of these jobs, the primary first; undefined where none of them tells. */
  readonly from: readonly string[] | undefined
}

/**
 * The unfinished re-creation behind some attempts, from the oldest to the newest, or undefined. Those that were cancelled
 * when they had only stopped the instance count where there is no attempt: they have changed nothing of what one left.
 */
export function unfinishedBehind(
  attempts: readonly Attempt[],
  withdrawn: readonly Attempt[],
): Unfinished | undefined {
  const jobs = attempts.flatMap(({ tag, job }) => (tag.type === 'reinstall' ? [job] : []))
  const job = jobs.at(-1)
  if (!job) return stoppedBy(withdrawn.at(-1)?.job)
  const shutDown = find(job, 'OP_INSTANCE_SHUTDOWN')
  const recreations = jobs.flatMap(one => find(one, 'OP_INSTANCE_RECREATE_DISKS') ?? [])
  return {
    stage: stageOf(job),
    job,
    wasUp: find(job, 'OP_INSTANCE_STARTUP') !== undefined,
    isDown: shutDown === undefined || shutDown.status === 'success',
    tried: [...new Set(recreations.flatMap(({ nodes }) => nodes))],
    made: recreations.findLast(({ status }) => status === 'success')?.nodes,
    from: jobs.find(({ from }) => from !== undefined)?.from,
  }
}

/** Nothing was tried anywhere: wherever the instance is, its old data is. */
function stoppedBy(job: QueuedJob | undefined): Unfinished | undefined {
  return job && { stage: 'disks', job, wasUp: true, isDown: true, tried: [], made: undefined, from: job.from }
}

function stageOf(job: QueuedJob): Stage {
  if (isOpen(find(job, 'OP_INSTANCE_RECREATE_DISKS'))) return 'disks'
  return isOpen(find(job, 'OP_INSTANCE_REINSTALL')) ? 'system' : 'start'
}

/** A job without such an opcode was made when an earlier one had done that part. */
function isOpen(opcode: QueuedOpcode | undefined): boolean {
  return opcode !== undefined && opcode.status !== 'success'
}

function find({ opcodes }: QueuedJob, wanted: string): QueuedOpcode | undefined {
  return opcodes.find(({ opId }) => opId === wanted)
}
