import type { Kernel } from '../../kernel/kernel.ts'
import { genericError } from '../ganeti-failure.ts'
import { isFinal, type JobStatus, jobStatus } from './job.ts'
import type { JobAnswer, JobQueue } from './job-queue.ts'
import { watchJobFile } from './watch-job-file.ts'

/** How long luxid waits for a job to react, and how often it looks for a process that is just being started. */
const REACTION_TIMEOUT_US = 44_000_000
const STARTUP_TRIES = 6
const STARTUP_RETRY_US = 100_000

/** What cancelling works with. */
export interface CancelWorld {
  readonly kernel: Kernel
  readonly queue: JobQueue
  /** How long writing and replicating a job's file takes, in microseconds. */
  readonly replicationUs: () => number
}

/**
 * CancelJob (jobs.md section 8; Ganeti src/Ganeti/Query/Server.hs:478-507, JQueue.hs:597-648). A queued job is taken out of
 * the queue. One that has a process gets a signal, which it looks at between two attempts to get its locks and between two
 * opcodes: so a job that waits is cancelled some seconds later, one whose last opcode runs never, and one with opcodes to
 * come behind the one that runs, although the answer says it cannot be. Throws GanetiFailure if the file of a job that runs
 * is lost.
 */
export function cancelJob(
  world: CancelWorld,
  id: number,
  isKill: boolean,
  respond: (answer: JobAnswer) => void,
): void {
  const { kernel, queue } = world
  const job = queue.dequeue(id)
  if (job === undefined) {
    if (!queue.isRunning(id)) respond([false, `Job ${id} not found in queue`])
    else signal(world, id, isKill, 0, respond)
    return
  }
  if (queue.find(id) === undefined) {
    respond([false, `Dequeued job ${id}, but failed to mark as cancelled: Can't load job file`])
    return
  }
  const delayUs = world.replicationUs()
  queue.markCanceled(job)
  kernel.after(delayUs, () => respond([true, `Dequeued job ${id}`]))
}

function signal(
  world: CancelWorld,
  id: number,
  isKill: boolean,
  tries: number,
  respond: (answer: JobAnswer) => void,
): void {
  const { kernel, queue } = world
  if (tries === 0 && queue.find(id) === undefined) throw genericError("Can't load job file")
  const process = queue.processOf(id)
  if (process === undefined ? !queue.isRunning(id) : process.isDead) {
    respond([true, `Job ${id} has been already dead`])
    return
  }
  if (process?.hasTakenOver !== true) {
    if (tries + 1 === STARTUP_TRIES) respond([false, 'Timeout: job still in its startup phase'])
    else {
      kernel.after(STARTUP_RETRY_US * 2 ** (tries + 1), () => signal(world, id, isKill, tries + 1, respond))
    }
    return
  }
  if (isKill) {
    queue.kill(id, 'luxid')
    respond([true, 'SIGKILL send to the process'])
    return
  }
  process.terminate()
  const status = statusOf(queue, id)
  if (status !== 'waiting' && status !== 'queued') {
    respond([false, "Job no longer waiting, can't cancel (informed it anyway)"])
    return
  }
  watchJobFile(kernel, queue, {
    jobId: id,
    timeoutUs: REACTION_TIMEOUT_US,
    read: () => statusOf(queue, id),
    isEnough: now => now !== undefined && isFinal(now),
    respond: now => respond(reaction(now)),
  })
}

function reaction(status: JobStatus | undefined): JobAnswer {
  if (status === 'canceled') return [true, 'Job successfully cancelled']
  const shown = `JOB_STATUS_${(status ?? 'queued').toUpperCase()}`
  return status !== undefined && isFinal(status)
    ? [false, `Job exited before it could have been canceled, status ${shown}`]
    : [false, `Job could not be canceled, status ${shown}`]
}

function statusOf(queue: JobQueue, id: number): JobStatus | undefined {
  const job = queue.live.get(id)
  return job === undefined ? undefined : jobStatus(job)
}
