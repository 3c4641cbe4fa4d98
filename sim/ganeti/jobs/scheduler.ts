import type { Kernel } from '../../kernel/kernel.ts'
import { hasOpenDependency } from './dependencies.ts'
import { type Job, jobPriority } from './job.ts'
import { compareFilters, decidingFilter, type JobFilter } from './job-filter.ts'
import { type RateLimit, rateLimitsOf } from './rate-limit.ts'

/** What the scheduler needs of the queue. */
export interface SchedulerWorld {
  readonly kernel: Kernel
  readonly slots: () => number
  readonly filters: () => Iterable<JobFilter>
  /** Gives a job a process. */
  readonly start: (job: Job) => void
  /** Cancels a job that a filter rejects. */
  readonly reject: (job: Job) => void
  /** Whether the job's file is still there. */
  readonly hasFile: (job: Job) => boolean
}

/**
 * Picks which queued jobs get a slot (jobs.md section 4; Ganeti src/Ganeti/JQScheduler.hs:308-332): by priority, then id,
 * leaving out those whose dependencies are not over, then those that a rate limit holds back, then those that a filter
 * does. A job that waits for locks occupies its slot like one that works: that is what stalls a cluster with many repairs.
 */
export class Scheduler {
  readonly #world: SchedulerWorld
  #queued: Job[] = []
  readonly #running = new Map<number, Job>()
  #isPlanned = false

  constructor(world: SchedulerWorld) {
    this.#world = world
  }

  /** How many jobs have a slot. */
  get runningCount(): number {
    return this.#running.size
  }

  /** Whether a job has a slot. */
  isRunning(id: number): boolean {
    return this.#running.has(id)
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

  /** Takes a job out of the queue; undefined if it is not there (any more). */
  dequeue(id: number): Job | undefined {
    const position = this.#queued.findIndex(job => job.id === id)
    return position < 0 ? undefined : this.#queued.splice(position, 1)[0]
  }

  /** Gives a slot to a job that had one before luxid started. */
  occupy(job: Job): void {
    this.#running.set(job.id, job)
  }

  /** Gives a slot back. */
  ended(job: Job): void {
    if (this.#running.delete(job.id)) this.plan()
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
    if (this.#queued.length === 0) return
    const rules = [...this.#world.filters()].sort(compareFilters)
    this.#reject(rules)
    const chosen = this.#choose(rules)
    for (const job of chosen) this.#running.set(job.id, job)
    if (chosen.length > 0) this.#queued = this.#queued.filter(job => !this.#running.has(job.id))
    // luxid wants to watch the file of each job, and its thread dies of one that is not there: then it starts none of them,
    // and they keep their slots (seen on a real one).
    if (chosen.every(job => this.#world.hasFile(job))) for (const job of chosen) this.#world.start(job)
  }

  /** What a rule rejects is cancelled, whether it could have started or not. */
  #reject(rules: readonly JobFilter[]): void {
    if (!rules.some(rule => rule.action.kind === 'REJECT')) return
    const rejected = this.#queued.filter(job => decidingFilter(rules, job)?.action.kind === 'REJECT')
    for (const job of rejected) {
      this.dequeue(job.id)
      this.#world.reject(job)
    }
  }

  #choose(rules: readonly JobFilter[]): Job[] {
    const chosen: Job[] = []
    let free = this.#world.slots() - this.#running.size
    if (free <= 0) return chosen
    const occupied = this.#occupiedBuckets(rules)
    const queued = new Set(this.#queued.map(job => job.id))
    for (const job of this.#queued) {
      if (free === 0) break
      if (hasOpenDependency(job, id => this.#running.has(id) || queued.has(id))) continue
      // A job that only a filter holds back counts for its rate limits all the same: those are asked first.
      if (!occupy(occupied, rateLimitsOf(job)) || !occupyByRule(occupied, rules, job)) continue
      chosen.push(job)
      free -= 1
    }
    return chosen
  }

  /** How many jobs that run count in each bucket, by the rules as they are now. */
  #occupiedBuckets(rules: readonly JobFilter[]): Map<string, number> {
    const occupied = new Map<string, number>()
    for (const job of this.#running.values()) {
      const limit = ruleLimit(decidingFilter(rules, job))
      const limits = limit === undefined ? rateLimitsOf(job) : [...rateLimitsOf(job), limit]
      for (const { bucket } of limits) occupied.set(bucket, (occupied.get(bucket) ?? 0) + 1)
    }
    return occupied
  }
}

/** Lets the job in by the rule that decides about it, if that does. */
function occupyByRule(occupied: Map<string, number>, rules: readonly JobFilter[], job: Job): boolean {
  const rule = decidingFilter(rules, job)
  if (rule?.action.kind === 'PAUSE' || rule?.action.kind === 'REJECT') return false
  const limit = ruleLimit(rule)
  return limit === undefined || occupy(occupied, [limit])
}

function ruleLimit(rule: JobFilter | undefined): RateLimit | undefined {
  if (rule?.action.kind !== 'RATE_LIMIT') return undefined
  return { bucket: `filter ${rule.uuid}`, jobsMax: rule.action.jobsMax }
}

/** Counts a job in all of its buckets, or in none if one is full. */
function occupy(occupied: Map<string, number>, limits: readonly RateLimit[]): boolean {
  if (limits.some(({ bucket, jobsMax }) => (occupied.get(bucket) ?? 0) >= jobsMax)) return false
  for (const { bucket } of limits) occupied.set(bucket, (occupied.get(bucket) ?? 0) + 1)
  return true
}

function isBefore(a: Job, b: Job): boolean {
  const order = jobPriority(a) - jobPriority(b)
  return order < 0 || (order === 0 && a.id < b.id)
}
