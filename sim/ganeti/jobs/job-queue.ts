import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { DecodedOpcode } from '../opcodes/decode-opcode.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Timing } from '../timing.ts'
import { resolveDependencies } from './dependencies.ts'
import { finishOpcodes, isFinal, type Job, type JobOpcode, jobStatus } from './job.ts'
import type { JobFilter } from './job-filter.ts'
import { JobProcess } from './job-process.ts'
import { LockManager } from './lock-manager.ts'
import { Scheduler } from './scheduler.ts'

/** The outcome of an attempt to cancel: whether it was, and luxid's words for it. */
export type CancelOutcome = readonly [cancelled: boolean, message: string]

/**
 * The job queue: job files by id, live and archived, the processes that carry jobs out, and whoever waits for a change.
 * Ids count up and are never used again, not even those of lost jobs (jobs.md section 3).
 */
export class JobQueue {
  readonly #kernel: Kernel
  readonly #state: ClusterState
  readonly #timing: Timing
  readonly locks: LockManager
  readonly live = new Map<number, Job>()
  readonly archived = new Map<number, Job>()
  readonly filters = new Map<string, JobFilter>()
  readonly #processes = new Map<number, JobProcess>()
  readonly #watchers = new Map<number, Set<() => void>>()
  readonly #scheduler: Scheduler
  #lastId = 0
  isDrained = false

  constructor(kernel: Kernel, state: ClusterState, timing: Timing) {
    this.#kernel = kernel
    this.#state = state
    this.#timing = timing
    this.locks = new LockManager(kernel)
    this.#scheduler = new Scheduler({
      kernel,
      slots: () => state.cluster.maxRunningJobs,
      dependencies: id => this.#statusOf(id),
      filters: () => this.filters.values(),
      start: job => this.#start(job),
      reject: job => this.#markCanceled(job),
    })
  }

  /** The highest id given so far. */
  get lastId(): number {
    return this.#lastId
  }

  /** How many jobs occupy a slot. */
  get runningCount(): number {
    return this.#scheduler.runningCount
  }

  /** A job, archived or not. */
  find(id: number): Job | undefined {
    return this.live.get(id) ?? this.archived.get(id)
  }

  /**
   * Makes the jobs of one submission, with consecutive ids; they exist once `store` is called and may start once
   * `enqueue` is. Returns undefined where luxid's thread would die (a dependency before the first job).
   */
  create(submitted: readonly (readonly DecodedOpcode[])[]): Job[] | undefined {
    const jobs: Job[] = []
    for (const [offset, opcodes] of submitted.entries()) {
      const job = this.#createJob(this.#lastId + 1 + offset, opcodes)
      if (job === undefined) return undefined
      jobs.push(job)
    }
    this.#lastId += jobs.length
    return jobs
  }

  /** Puts on record a job that was over before the simulation began. */
  record(job: Job): void {
    this.live.set(job.id, job)
    this.#lastId = Math.max(this.#lastId, job.id)
  }

  store(job: Job): void {
    this.live.set(job.id, job)
  }

  enqueue(job: Job): void {
    if (!isFinal(jobStatus(job))) this.#scheduler.enqueue(job)
  }

  /** Looks again at what may start: the filters or the number of slots have changed. */
  reschedule(): void {
    this.#scheduler.plan()
  }

  /** Cancels a job (jobs.md section 8). */
  cancel(id: number, kill: boolean): CancelOutcome {
    const job = this.live.get(id)
    if (job === undefined || isFinal(jobStatus(job))) return [false, `Job ${id} not found in queue`]
    if (this.#scheduler.dequeue(job)) {
      this.#markCanceled(job)
      return [true, `Dequeued job ${id}`]
    }
    const process = this.#processes.get(id)
    if (process === undefined) return [false, `Job ${id} not found in queue`]
    if (kill) {
      process.kill()
      return [true, 'SIGKILL send to the process']
    }
    if (!process.canBeCancelled) return [false, "Job no longer waiting, can't cancel (informed it anyway)"]
    process.cancel()
    return [true, 'Job successfully cancelled']
  }

  /** Changes the priority of a job that is still queued, or that runs (jobs.md section 5). */
  changePriority(id: number, priority: number): CancelOutcome {
    const job = this.live.get(id)
    if (job === undefined || isFinal(jobStatus(job))) return [false, `Job ${id} not found in queue`]
    const wasQueued = this.#scheduler.dequeue(job)
    for (const opcode of job.opcodes) if (!isFinal(opcode.status)) opcode.priority = priority
    if (!wasQueued) return [true, `Job ${id} with pid ${id} signaled`]
    this.#scheduler.enqueue(job)
    return [true, `Priorities of pending opcodes for job ${id} have been changed to ${priority}`]
  }

  /** Moves a finished job to the archive. False if there is no such job. */
  archive(id: number): boolean {
    const job = this.live.get(id)
    if (job === undefined || !isFinal(jobStatus(job))) return false
    job.isArchived = true
    this.live.delete(id)
    this.archived.set(id, job)
    this.#notify(id)
    return true
  }

  /** Archives what ended more than `ageUs` ago; a negative age archives nothing (luxi.md section 5). */
  autoArchive(ageUs: number): readonly [archived: number, left: number] {
    let archived = 0
    for (const job of [...this.live.values()]) {
      const endUs = job.endUs ?? job.startUs ?? job.receivedUs
      if (ageUs >= 0 && endUs < this.#kernel.nowUs - ageUs && this.archive(job.id)) archived += 1
    }
    return [archived, 0]
  }

  /** Loses a job's file, as a disk fault or the cleaner would; a process of it goes on unseen. */
  lose(id: number): void {
    const job = this.live.get(id)
    if (job !== undefined) this.#scheduler.dequeue(job)
    this.live.delete(id)
    this.archived.delete(id)
    this.#notify(id)
  }

  /** Calls `listener` after each change of a job; the returned function ends that. */
  watch(id: number, listener: () => void): () => void {
    let listeners = this.#watchers.get(id)
    if (listeners === undefined) {
      listeners = new Set()
      this.#watchers.set(id, listeners)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#watchers.delete(id)
    }
  }

  #createJob(id: number, opcodes: readonly DecodedOpcode[]): Job | undefined {
    const nowUs = this.#kernel.nowUs
    const made: JobOpcode[] = []
    for (const [index, { opcode, input }] of opcodes.entries()) {
      const resolved = resolveDependencies(input, id)
      if (resolved === undefined) return undefined
      made.push({
        opcode,
        input: withReason(resolved, opcode.opId, id, index, nowUs),
        status: 'queued',
        result: null,
        priority: Number(input['priority']),
        log: [],
        startUs: undefined,
        execUs: undefined,
        endUs: undefined,
      })
    }
    return {
      id,
      opcodes: made,
      receivedUs: nowUs,
      startUs: undefined,
      endUs: undefined,
      isArchived: false,
      logSerial: 0,
    }
  }

  #start(job: Job): void {
    const process = new JobProcess(
      {
        kernel: this.#kernel,
        state: this.#state,
        timing: this.#timing,
        locks: this.locks,
        dependencies: id => this.#statusOf(id),
        changed: changed => this.#notify(changed.id),
        ended: ended => {
          this.#processes.delete(ended.id)
          this.#scheduler.ended(ended)
        },
      },
      job,
    )
    this.#processes.set(job.id, process)
  }

  /** A job that never got a process: its results stay null (jobs.md section 8). */
  #markCanceled(job: Job): void {
    finishOpcodes(job, 'canceled', null, this.#kernel.nowUs)
    job.endUs = this.#kernel.nowUs
    this.#notify(job.id)
    this.#scheduler.plan()
  }

  #statusOf(id: number) {
    const job = this.find(id)
    return job === undefined ? undefined : jobStatus(job)
  }

  #notify(id: number): void {
    for (const listener of [...(this.#watchers.get(id) ?? [])]) listener()
  }
}

/** luxid adds the opcode itself to the reason trail (jobs.md section 3), with the time in nanoseconds. */
function withReason(
  input: JsonObject,
  opId: string,
  jobId: number,
  index: number,
  nowUs: number,
): JsonObject {
  const trail = input['reason']
  const source = `gnt:opcode:${opId.slice('OP_'.length).toLowerCase()}`
  // The product is beyond 2^53, but a multiple of 1000 with 16 digits before: it prints with exactly these digits.
  const entry = [source, `job=${jobId};index=${index}`, nowUs * 1_000]
  return { ...input, reason: isJsonArray(trail) ? [...trail, entry] : [entry] }
}
