import type { JsonObject } from '../../../src/cluster/json.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type DecodedOpcode, decodeOpcode } from '../opcodes/decode-opcode.ts'
import { OPCODES } from '../opcodes/registry.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Timing } from '../timing.ts'
import { createJob } from './create-job.ts'
import { drawnUs } from './duration-model.ts'
import { cancelQueued, failDead, isFinal, type Job, jobStatus } from './job.ts'
import type { JobFilter } from './job-filter.ts'
import { JobProcess, type ProcessWorld } from './job-process.ts'
import { JobWatchers } from './job-watchers.ts'
import { LockManager } from './lock-manager.ts'
import { Scheduler } from './scheduler.ts'

/** luxid's answer to a request to cancel a job or to change its priority: whether it did, and its words for it. */
export type JobAnswer = readonly [done: boolean, message: string]

/** luxid looks at all jobs, and wconfd at all locks, for processes that died, this often (Ganeti src/Ganeti/Constants.hs). */
const DEAD_JOBS_EVERY_US = 307_000_000
const DEAD_OWNERS_EVERY_US = 311_000_000
/** How soon luxid notices the death of a job that it has killed itself: seen on a real one. */
const DEATH_BY_REQUEST_US = 200_000

const DAY_US = 86_400_000_000

/**
 * The job queue: job files by id, live and archived, the processes that carry jobs out, and whoever waits for a change.
 * Ids count up and are never used again, not even those of lost jobs (jobs.md section 3).
 */
export class JobQueue {
  readonly #kernel: Kernel
  readonly #state: ClusterState
  readonly #timing: Timing
  readonly #bornUs: number
  readonly locks: LockManager
  readonly live = new Map<number, Job>()
  readonly archived = new Map<number, Job>()
  readonly filters = new Map<string, JobFilter>()
  readonly #processes = new Map<number, JobProcess>()
  readonly #exits = new JobWatchers()
  readonly changes = new JobWatchers()
  readonly #scheduler: Scheduler
  #lastId = 0
  /** When the last process that was started will have taken its job over: luxid starts one after another. */
  #startedUs = 0
  /** When the last submission so far will have its ids. */
  #reservedUs = 0
  isDrained = false
  /** So many jobs that are submitted from now on have files for which the master's disk has no room. */
  unwritable = 0

  constructor(kernel: Kernel, state: ClusterState, timing: Timing) {
    this.#kernel = kernel
    this.#state = state
    this.#timing = timing
    this.#bornUs = kernel.monotonicUs
    this.locks = new LockManager(kernel)
    this.#scheduler = new Scheduler({
      kernel,
      slots: () => state.cluster.maxRunningJobs,
      filters: () => this.filters.values(),
      start: job => this.#start(job),
      reject: job => this.markCanceled(job),
      hasFile: job => this.live.has(job.id),
    })
  }

  /** The highest id given so far. */
  get lastId(): number {
    return this.#lastId
  }

  /** A job, archived or not. */
  find(id: number): Job | undefined {
    return this.live.get(id) ?? this.archived.get(id)
  }

  /** The process of a job, from the moment it is being started until it is gone. */
  processOf(id: number): JobProcess | undefined {
    return this.#processes.get(id)
  }

  /** Whether a job occupies a slot. */
  isRunning(id: number): boolean {
    return this.#scheduler.isRunning(id)
  }

  /**
   * Makes the jobs of one submission, with consecutive ids; they exist once `store` is called and may start once
   * `enqueue` is. Throws GanetiFailure for a dependency before the first job; the ids are used up all the same.
   */
  create(submitted: readonly (readonly DecodedOpcode[])[]): Job[] {
    const firstId = this.#lastId + 1
    this.#lastId += submitted.length
    return submitted.map((opcodes, offset) => createJob(firstId + offset, opcodes, this.#kernel.nowUs))
  }

  /**
   * Calls `reserved` when a new serial number is on every master candidate, which takes `costUs`. One submission does so
   * after another; only then do the ids of the next one count on (Ganeti src/Ganeti/JQueue.hs, allocateJobIds).
   */
  reserveIds(costUs: number, reserved: () => void): void {
    const { monotonicUs } = this.#kernel
    this.#reservedUs = Math.max(monotonicUs, this.#reservedUs) + costUs
    this.#kernel.after(this.#reservedUs - monotonicUs, reserved)
  }

  /**
   * Begins with the job files, the job filters and the serial number that a luxid left that is dead, on this node or on
   * another one. Queued jobs are scheduled as ever. Those that had a process keep their slots until the first round that
   * looks for dead ones: a process whose livelock is not held, or is on another node, counts as dead (Ganeti
   * src/Ganeti/JQScheduler.hs, initJQScheduler; src/Ganeti/Utils/Livelock.hs, isDead).
   */
  inherit(previous: JobQueue): void {
    this.#lastId = previous.lastId
    this.isDrained = previous.isDrained
    for (const [uuid, filter] of previous.filters) this.filters.set(uuid, filter)
    for (const [id, job] of previous.archived) this.archived.set(id, job)
    for (const [id, job] of previous.live) {
      this.live.set(id, job)
      const status = jobStatus(job)
      if (isFinal(status)) continue
      if (status === 'queued') this.#scheduler.enqueue(job)
      else {
        this.#scheduler.occupy(job)
        this.#kernel.after(this.#untilNext(DEAD_JOBS_EVERY_US), () => this.#noticeDeath(job))
      }
    }
  }

  /** Puts on record a job that was over before the simulation began. */
  record(job: Job): void {
    this.live.set(job.id, job)
    this.#lastId = Math.max(this.#lastId, job.id)
  }

  store(job: Job): void {
    this.#written(job)
  }

  /** Writes a job's file anew. */
  rewrite(job: Job): void {
    this.#written(job)
  }

  enqueue(job: Job): void {
    if (!isFinal(jobStatus(job))) this.#scheduler.enqueue(job)
  }

  /** Takes a job out of the queue before it gets a slot; undefined if it is not there (any more). */
  dequeue(id: number): Job | undefined {
    return this.#scheduler.dequeue(id)
  }

  /** Looks again at what may start: the filters or the number of slots have changed. */
  reschedule(): void {
    this.#scheduler.plan()
  }

  /** Cancels a job that is in no queue any more and has no process (jobs.md section 8). */
  markCanceled(job: Job): void {
    cancelQueued(job, this.#kernel.nowUs)
    this.#written(job)
    this.#scheduler.plan()
  }

  /**
   * Kills the process of a job. Where it was luxid that was asked to, it looks after the dead at once; else they are found
   * by the daemons' own rounds, and until then the job seems to run, occupies its slot and holds its locks.
   */
  kill(id: number, by: 'luxid' | 'nobody'): void {
    const process = this.#processes.get(id)
    const job = this.find(id)
    if (process === undefined || process.isDead || job === undefined || isFinal(jobStatus(job))) return
    process.kill()
    const isOrdered = by === 'luxid'
    const noticedUs = isOrdered ? DEATH_BY_REQUEST_US : this.#untilNext(DEAD_JOBS_EVERY_US)
    const unlockedUs = isOrdered ? DEATH_BY_REQUEST_US : this.#untilNext(DEAD_OWNERS_EVERY_US)
    this.#kernel.after(noticedUs, () => this.#noticeDeath(job))
    this.#kernel.after(unlockedUs, () => this.locks.release(id))
  }

  /** Moves a finished job to the archive. False if there is no such job. */
  archive(id: number): boolean {
    const job = this.live.get(id)
    if (job === undefined || !isFinal(jobStatus(job))) return false
    job.isArchived = true
    this.live.delete(id)
    this.archived.set(id, job)
    this.changes.notify(id)
    return true
  }

  /**
   * Archives what ended (or at least started) more than `ageUs` ago; a negative age archives nothing, and without time to
   * do it in all jobs are left (luxi.md section 5; Ganeti src/Ganeti/JQueue.hs, archiveSomeJobsUntil).
   */
  autoArchive(ageUs: number, timeoutS: number): readonly [archived: number, left: number] {
    if (timeoutS <= 0) return [0, this.live.size]
    let archived = 0
    for (const job of [...this.live.values()]) {
      const endUs = job.endUs ?? job.startUs
      const isOld = endUs !== undefined && ageUs >= 0 && endUs < this.#kernel.nowUs - ageUs
      if (isOld && this.archive(job.id)) archived += 1
    }
    return [archived, 0]
  }

  /**
   * Deletes archived jobs whose files have not been written to for more than `days` whole days, as ganeti-cleaner does by
   * `find -mtime +DAYS`, and returns how many: one written 21.5 days ago outlives a limit of 21.
   */
  clean(days: number): number {
    let deleted = 0
    for (const job of [...this.archived.values()]) {
      const writtenUs = job.endUs ?? job.receivedUs
      if (Math.floor((this.#kernel.nowUs - writtenUs) / DAY_US) <= days) continue
      this.archived.delete(job.id)
      deleted += 1
    }
    return deleted
  }

  /**
   * Loses a job's file, as a disk fault would. luxid goes on to have the job in its queue, and a process that runs writes a
   * new file with its next status.
   */
  lose(id: number): void {
    this.live.delete(id)
    this.archived.delete(id)
    this.changes.notify(id)
  }

  /** Calls `listener` after each change of a job; the returned function ends that. */
  watch(id: number, listener: () => void): () => void {
    return this.changes.watch(id, listener)
  }

  /** Calls `listener` once the process of a job is gone; at once if there is none. */
  whenExited(id: number, listener: () => void): void {
    if (this.#processes.has(id)) this.#exits.once(id, listener)
    else listener()
  }

  #start(job: Job): void {
    const kernel = this.#kernel
    const durationUs = drawnUs(this.#timing.jobStartMs, this.#timing, kernel.random('durations'))
    this.#startedUs = Math.max(kernel.monotonicUs, this.#startedUs) + durationUs
    const world: ProcessWorld = {
      kernel,
      state: this.#state,
      timing: this.#timing,
      locks: this.locks,
      dependencies: id => {
        const job = this.find(id)
        return job && jobStatus(job)
      },
      changed: changed => this.#written(changed),
      ended: ended => this.#scheduler.ended(ended),
      exited: exited => this.#exited(exited.id),
      submit: jobs => this.#submitInternally(jobs),
    }
    this.#processes.set(job.id, new JobProcess(world, job, this.#startedUs - kernel.monotonicUs))
  }

  /** Jobs that an opcode submits (ResultWithJobs, lib/mcpu.py): as any client's, and named in its own result. */
  #submitInternally(jobs: readonly (readonly JsonObject[])[]): number[] {
    const created = this.create(jobs.map(job => job.map(opcode => decodeOpcode(opcode, OPCODES))))
    if (created === undefined) throw new TypeError('an opcode has submitted a job that depends on none')
    for (const job of created) this.store(job)
    for (const job of created) this.enqueue(job)
    return created.map(job => job.id)
  }

  /** luxid reads the file again; if that is lost, it gives up on the job, whose slot is lost with it. */
  #noticeDeath(job: Job): void {
    this.#exited(job.id)
    if (!this.live.has(job.id)) return
    failDead(job, this.#kernel.nowUs)
    this.#written(job)
    this.#scheduler.ended(job)
  }

  #exited(id: number): void {
    this.#processes.delete(id)
    this.#exits.notify(id)
  }

  /** Until the next round of a daemon that started with the cluster. */
  #untilNext(everyUs: number): number {
    return everyUs - ((this.#kernel.monotonicUs - this.#bornUs) % everyUs)
  }

  /** The job's file was written, and so is there again if it was lost. */
  #written(job: Job): void {
    this.live.set(job.id, job)
    this.changes.notify(job.id)
  }
}
