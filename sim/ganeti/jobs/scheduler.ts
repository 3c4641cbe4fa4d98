import type { Kernel } from '../../kernel/kernel.ts'
import { type Dependencies, hasOpenDependency } from './dependencies.ts'
import { type Job, jobPriority } from './job.ts'
import { compareFilters, decidingFilter, type JobFilter } from './job-filter.ts'
import { rateLimitsOf } from './rate-limit.ts'

/** What the scheduler needs of the queue. */
export interface SchedulerWorld {
  readonly kernel: Kernel
  readonly slots: () => number
  readonly dependencies: Dependencies
  readonly filters: () => Iterable<JobFilter>
  /** Gives a job a process. */
  readonly start: (job: Job) => void
  /** Cancels a job that a filter rejects. */
  readonly reject: (job: Job) => void
}

/**
 * Picks which queued jobs get a slot (jobs.md section 4; Ganeti src/Ganeti/JQScheduler.hs:308-332): by priority, then id,
 * leaving out those whose dependencies are not over and those that a filter or a rate limit holds back. A job that waits
 * for locks occupies its slot like one that works: that is what stalls a cluster with many repairs.
 */
export class Scheduler {
  readonly #world: SchedulerWorld
  #queued: Job[] = []
  /** Each job that has a slot, with the buckets it counts in. */
  readonly #running = new Map<Job, readonly string[]>()
  readonly #runningOfBucket = new Map<string, number>()
  #isPlanned = false

  constructor(world: SchedulerWorld) {
    this.#world = world
  }

  /** How many jobs have a slot. */
  get runningCount(): number {
    return this.#running.size
  }

  enqueue(job: Job): void {
    const queued = this.#queued
    let low = 0
    let high = queued.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = queued[middle]
      if (other !== undefined && isBefore(other, job)) low = middle + 1
      else high = middle
    }
    queued.splice(low, 0, job)
    this.plan()
  }

  /** Takes a job out of the queue; false if it is not there (any more). */
  dequeue(job: Job): boolean {
    const position = this.#queued.indexOf(job)
    if (position < 0) return false
    this.#queued.splice(position, 1)
    return true
  }

  /** Gives a slot back. */
  ended(job: Job): void {
    const buckets = this.#running.get(job)
    if (buckets === undefined) return
    this.#running.delete(job)
    for (const bucket of buckets) {
      this.#runningOfBucket.set(bucket, (this.#runningOfBucket.get(bucket) ?? 1) - 1)
    }
    this.plan()
  }

  /** Plans a round of scheduling for this moment, after everything that happens in it already. */
  plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    this.#world.kernel.after(0, () => {
      this.#isPlanned = false
      this.#schedule()
    })
  }

  #schedule(): void {
    const rules = [...this.#world.filters()].sort(compareFilters)
    let free = this.#world.slots() - this.#running.size
    const kept: Job[] = []
    const started: Job[] = []
    const rejected: Job[] = []
    const queued = this.#queued
    let position = 0
    for (; position < queued.length && free > 0; position += 1) {
      const job = queued[position]
      if (job === undefined) break
      const verdict = this.#verdict(job, rules)
      if (verdict === 'keep') kept.push(job)
      else if (verdict === 'reject') rejected.push(job)
      else {
        this.#occupy(job, verdict)
        started.push(job)
        free -= 1
      }
    }
    for (; position < queued.length; position += 1) {
      const job = queued[position]
      if (job !== undefined) kept.push(job)
    }
    this.#queued = kept
    for (const job of rejected) this.#world.reject(job)
    for (const job of started) this.#world.start(job)
  }

  /** The buckets that the job occupies while it runs, or why it does not start. */
  #verdict(job: Job, rules: readonly JobFilter[]): readonly string[] | 'keep' | 'reject' {
    if (hasOpenDependency(job, this.#world.dependencies)) return 'keep'
    const rule = decidingFilter(rules, job)
    if (rule?.action.kind === 'PAUSE') return 'keep'
    if (rule?.action.kind === 'REJECT') return 'reject'
    const limits = rateLimitsOf(job)
    if (rule?.action.kind === 'RATE_LIMIT') {
      limits.push({ bucket: `filter ${rule.uuid}`, jobsMax: rule.action.jobsMax })
    }
    const isFull = limits.some(({ bucket, jobsMax }) => (this.#runningOfBucket.get(bucket) ?? 0) >= jobsMax)
    return isFull ? 'keep' : limits.map(({ bucket }) => bucket)
  }

  #occupy(job: Job, buckets: readonly string[]): void {
    this.#running.set(job, buckets)
    for (const bucket of buckets) {
      this.#runningOfBucket.set(bucket, (this.#runningOfBucket.get(bucket) ?? 0) + 1)
    }
  }
}

function isBefore(a: Job, b: Job): boolean {
  const order = jobPriority(a) - jobPriority(b)
  return order < 0 || (order === 0 && a.id < b.id)
}
