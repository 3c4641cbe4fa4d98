import { isFinished } from '../../cluster/job.ts'
import type { QueuedJob, QueuedOpcode } from '../queue.ts'

/** What has become of a repair. `refused`: there was no room for it, nothing was changed, and it counts as no attempt. */
export type Outcome = 'running' | 'success' | 'failure' | 'refused'

/** What may come before a repair in its job, and moves nothing and gives nothing up. */
export const CHANGE_NOTHING: readonly string[] = ['OP_TEST_DELAY', 'OP_INSTANCE_ACTIVATE_DISKS']

/** As Ganeti calls it when an allocator or a check of its own finds no room. */
const NO_ROOM = 'insufficient_resources'

/** What has become of the repair that these jobs are; undefined stands for a job that is no longer on record. */
export function outcomeOf(jobs: readonly (QueuedJob | undefined)[]): Outcome {
  if (jobs.some(job => job !== undefined && !isFinished(job.status))) return 'running'
  if (jobs.length > 0 && jobs.every(job => job?.status === 'success')) return 'success'
  const failed = jobs.filter(job => job?.status !== 'success')
  return failed.length > 0 && failed.every(job => job !== undefined && isRefusal(job)) ? 'refused' : 'failure'
}

/**
 * Whether a job of ours found no room before it had changed anything. A re-creation that has marked its instance down, or
 * has made disks, and then finds none is a failure: its rest must not be forgotten.
 */
export function isRefusal({ status, repair, opcodes }: QueuedJob): boolean {
  if (status !== 'error' || repair === undefined) return false
  const first = opcodes.find(({ opId }) => !CHANGE_NOTHING.includes(opId))
  return first?.error?.code === NO_ROOM
}

/**
 * Whether a re-creation of ours has stopped its instance and done nothing else. Where it is cancelled then, no disk was touched,
 * so that nothing has failed. What is left of it is that the instance is marked down, and by nobody who wants it so.
 */
export function hasOnlyStopped({ repair, opcodes }: QueuedJob): boolean {
  if (repair === undefined) return false
  const rest = opcodes.filter(({ opId }) => opId !== 'OP_TEST_DELAY' && opId !== 'OP_INSTANCE_SHUTDOWN')
  return (
    opcodes.some(opcode => opcode.opId === 'OP_INSTANCE_SHUTDOWN' && opcode.status === 'success') &&
    rest.some(({ opId }) => opId === 'OP_INSTANCE_RECREATE_DISKS') &&
    rest.every(({ status }) => UNTOUCHED.includes(status))
  )
}

/** As an opcode is called that has done nothing. */
const UNTOUCHED: readonly string[] = ['queued', 'waiting', 'canceling', 'canceled']

/**
 * Whether the job's process died under it: luxid then calls all its opcodes failed, those that had succeeded, too
 * (jobs.md section 2), so that nothing tells any more how far it came.
 */
export function isDeath({ opcodes }: QueuedJob): boolean {
  return opcodes.some(({ error }: QueuedOpcode) => error !== undefined && DEATH.test(error.text))
}

const DEATH = /^detected death of job/u
